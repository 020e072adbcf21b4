// The pages in the shared state.
//
// Age:     that of the state's clock, or of the wall clocks of this replica and
//          the one that stored the page, whichever is higher: the first is
//          independent of clocks that differ, the second of an operation that
//          took effect late.
// Errors:  none: a state that fails has no page. The observer receives them.
// Threads: as SharedState.  Cancel: ends the operation, without a page.
#ifndef BACKLINKS_SERVICE_CACHE_PAGE_STORE_H_
#define BACKLINKS_SERVICE_CACHE_PAGE_STORE_H_

#include <memory>
#include <string>

#include "boost/asio/awaitable.hpp"
#include "service/cache/cache_options.h"
#include "service/cache/cached_page.h"
#include "service/model/cache_observer.h"
#include "service/state/shared_state.h"

namespace backlinks::cache {

class PageStore {
 public:
  // All must outlive the store.
  PageStore(state::SharedState& state, const CacheOptions& options,
            CacheObserver& observer);

  struct Lookup {
    PagePtr page;  // Null if there is none.
    bool state_failed = false;
  };
  // Looks for a page that the upstream was asked for at `oldest` or later.
  boost::asio::awaitable<Lookup> Find(const std::string& key,
                                      SteadyTime oldest);

  // Stores the page until the end of its time to live.
  boost::asio::awaitable<void> Store(const std::string& key,
                                     const CachedPage& page);

  const std::shared_ptr<MemoryLimit>& memory() const { return memory_; }

 private:
  PagePtr ReadEntry(const std::string& key, const state::StoredValue& value,
                    SteadyTime oldest);

  state::SharedState& state_;
  const CacheOptions& options_;
  CacheObserver& observer_;
  const std::shared_ptr<MemoryLimit> memory_;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_PAGE_STORE_H_
