// Gets one page for all calls that wait for it: from the shared state, or from
// the upstream by one request.
//
// Replicas: the fetch holds the page's lease while it asks the upstream; if
//           another replica holds it, the fetch waits for that one's page. A
//           state that fails is not used.
// Body:     read as fast as it comes, up to the limits, and then checked and
//           stored. A body beyond them, and an error, are read at the pace of
//           the call that began the fetch, in constant memory.
// Life:     runs detached, so that it may outlive that call. Without a call
// that
//           waits it ends at once before the head arrives; after that the page
//           is paid for, and it has CacheOptions::finish_timeout to complete
//           it.
// Threads:  one executor.
#ifndef BACKLINKS_SERVICE_CACHE_FETCH_H_
#define BACKLINKS_SERVICE_CACHE_FETCH_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/cache/fetch_stream.h"
#include "service/cache/flight_table.h"
#include "service/cache/page_cache.h"
#include "service/cache/page_lease.h"
#include "service/exchange/http_exchange.h"

namespace backlinks::cache {

struct FetchRequest {
  HttpRequest request;
  std::string key;
  // The upstream was asked for the page then or later.
  SteadyTime oldest;
  SteadyTime deadline;  // Of the fetch.
  // Whether to ask the upstream at once, whatever others have or do.
  bool only_fresh = false;
};

class Fetch : public std::enable_shared_from_this<Fetch> {
 public:
  Fetch(boost::asio::any_io_executor executor, std::shared_ptr<PageCache> cache,
        std::shared_ptr<exchange::HttpExchange> exchange, FetchRequest request);

  // Must be called once.
  void Start(std::unique_ptr<FlightOwner> owner);

  FetchStream& stream() { return stream_; }

 private:
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  static Awaitable<void> Run(std::shared_ptr<Fetch> self,
                             std::unique_ptr<FlightOwner> owner);
  Awaitable<void> Obtain(FlightOwner& owner);
  // Returns whether there is a page, or it is too late for one. Otherwise the
  // upstream is to be asked.
  Awaitable<bool> Await(FlightOwner& owner);
  Awaitable<bool> Find(FlightOwner& owner);
  Awaitable<void> Ask(FlightOwner& owner);
  Awaitable<void> ReadBody(FlightOwner& owner,
                           exchange::HttpResponse& response);
  // Checks what was read, and stores it.
  Awaitable<void> Keep(FlightOwner& owner);
  Awaitable<absl::Status> Pause(absl::Duration duration);
  // Lets the body pass without being kept.
  void Bypass(FlightOwner& owner, FlightState state, BypassReason reason);
  void Grow(FlightOwner& owner, size_t bytes);
  // Stops the fetch once nobody has waited for too long.
  void Watch();
  void CheckWaiters();
  // Returns what stops the fetch, on any thread.
  std::function<void()> Stopper();
  void Stop();

  const boost::asio::any_io_executor executor_;
  const std::shared_ptr<PageCache> cache_;
  const std::shared_ptr<exchange::HttpExchange> exchange_;
  FetchRequest request_;
  FetchStream stream_;
  PageLease lease_;
  boost::asio::cancellation_signal cancel_;
  bool state_failed_ = false;
  bool ended_ = false;
  // Of the body.
  Moment asked_;
  size_t bytes_ = 0;
  bool keeps_ = true;
  boost::asio::steady_timer watch_;
  const FlightOwner* owner_ = nullptr;  // From the head on.
  bool is_left_ = false;                // Nobody waited at the last check.
  MemoryUse memory_;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_FETCH_H_
