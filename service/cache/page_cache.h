// What the exchanges of all workers of a server share.
//
// Threads: every member may be used from any thread.
#ifndef BACKLINKS_SERVICE_CACHE_PAGE_CACHE_H_
#define BACKLINKS_SERVICE_CACHE_PAGE_CACHE_H_

#include <memory>
#include <utility>

#include "service/cache/cache_options.h"
#include "service/cache/flight_table.h"
#include "service/cache/page_store.h"
#include "service/model/cache_observer.h"
#include "service/state/shared_state.h"

namespace backlinks::cache {

struct PageCache {
  // State and observer must outlive the coroutines of all workers.
  PageCache(state::SharedState& shared_state, CacheOptions cache_options,
            CacheObserver& cache_observer = CacheObserver::None())
      : options(std::move(cache_options)),
        observer(cache_observer),
        state(shared_state),
        store(state, options, observer) {}

  const CacheOptions options;
  CacheObserver& observer;
  state::SharedState& state;
  PageStore store;
  const std::shared_ptr<FlightTable> flights = std::make_shared<FlightTable>();
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_PAGE_CACHE_H_
