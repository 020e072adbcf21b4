// Waits for the ends of many connections, without being woken by their data.
//
// Asio would wake for every packet, so that this has an epoll of its own.
// Threads: those of the executor, one at a time.
#ifndef BACKLINKS_SERVICE_EDGE_HANGUP_WATCH_H_
#define BACKLINKS_SERVICE_EDGE_HANGUP_WATCH_H_

#include <cstdint>
#include <vector>

#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/posix/stream_descriptor.hpp"

namespace backlinks::edge {

class HangupWatch {
 public:
  explicit HangupWatch(const boost::asio::any_io_executor& executor);

  // Returns false if the system cannot watch more.
  bool Add(int fd, uint64_t id);
  // Must be called before `fd` is closed: the connection may have other
  // descriptors, with which its end would be reported forever.
  void Remove(int fd);

  // Returns the numbers of connections that have ended in both directions; each
  // is returned again until it is removed.
  boost::asio::awaitable<std::vector<uint64_t>> Wait();

 private:
  boost::asio::posix::stream_descriptor epoll_;
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_HANGUP_WATCH_H_
