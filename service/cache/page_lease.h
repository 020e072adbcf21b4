// The lease with which one replica fetches a page for all.
//
// It is extended until it is released, and ends by itself if the process ends.
// Errors:  the observer receives those of the state.
// Threads: one executor.
// Cancel:  ends Acquire. A lease that was acquired must be released all the
//          same.
#ifndef BACKLINKS_SERVICE_CACHE_PAGE_LEASE_H_
#define BACKLINKS_SERVICE_CACHE_PAGE_LEASE_H_

#include <memory>
#include <string_view>

#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "service/model/cache_observer.h"
#include "service/state/shared_state.h"

namespace backlinks::cache {

class PageLease {
 public:
  // State and observer must outlive the executor's coroutines.
  PageLease(const boost::asio::any_io_executor& executor,
            state::SharedState& state, CacheObserver& observer,
            std::string_view key, absl::Duration duration);

  enum class Outcome { kAcquired, kHeld, kFailed };
  boost::asio::awaitable<Outcome> Acquire();
  bool is_acquired() const { return is_acquired_; }

  // Has no effect if the lease was not acquired, or was released. Returns at
  // once.
  void Release();

 private:
  struct Shared;

  static boost::asio::awaitable<void> Keep(std::shared_ptr<Shared> shared);
  static boost::asio::awaitable<void> End(std::shared_ptr<Shared> shared);

  const std::shared_ptr<Shared> shared_;
  bool is_acquired_ = false;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_PAGE_LEASE_H_
