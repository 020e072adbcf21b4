// Runs coroutines that must not end, whatever happens.
//
// Errors:  a coroutine that an exception ends is started again. So is one whose
//          start has failed, for example because memory is short, until it
//          succeeds.
// Threads: Add is called before Run, on which thread the coroutines run.
// Life:    it must outlive the io_context, which may hold the coroutines.
#ifndef BACKLINKS_SERVICE_EDGE_KEPT_COROUTINES_H_
#define BACKLINKS_SERVICE_EDGE_KEPT_COROUTINES_H_

#include <functional>
#include <list>
#include <utility>

#include "boost/asio/awaitable.hpp"
#include "boost/asio/io_context.hpp"

namespace backlinks::edge {

class KeptCoroutines {
 public:
  using Make = std::function<boost::asio::awaitable<void>()>;

  void Add(Make make) { all_.push_back({.make = std::move(make)}); }

  // Runs everything of `io`, until it is stopped.
  void Run(boost::asio::io_context& io);

 private:
  struct Kept {
    Make make;
    bool is_running = false;
    bool has_returned = false;
  };

  void StartMissing(boost::asio::io_context& io);
  static boost::asio::awaitable<void> Keep(Kept& kept);

  std::list<Kept> all_;
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_KEPT_COROUTINES_H_
