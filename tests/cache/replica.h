// One replica of the server on one thread, with a clock that tests set.
#ifndef BACKLINKS_TESTS_CACHE_REPLICA_H_
#define BACKLINKS_TESTS_CACHE_REPLICA_H_

#include <memory>
#include <utility>

#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"
#include "service/cache/caching_exchange.h"
#include "tests/cache/call.h"
#include "tests/cache/counting_observer.h"
#include "tests/cache/fake_origin.h"
#include "tests/support/state/settable_clock.h"

namespace backlinks::cache::testing_cache {

using state::testing_state::SettableClock;

// The moments of a clock, which must outlive the function.
inline std::function<Moment()> MomentsOf(const SettableClock& clock) {
  return [&clock, start = clock.Now(), origin = SteadyTime::Now()] {
    const absl::Time now = clock.Now();
    return Moment{origin + (now - start), now};
  };
}

inline CacheOptions OptionsFor(const SettableClock& clock) {
  CacheOptions options;
  options.upstream = "https://upstream.test";
  options.is_good = EndsWithBrace;
  options.now = MomentsOf(clock);
  options.poll = {absl::Milliseconds(1), absl::Milliseconds(5)};
  return options;
}

// The worker of a replica. Its context runs only when the test lets it.
struct Worker {
  Worker(FakeOrigin& origin, const std::shared_ptr<PageCache>& cache)
      : exchange(origin.Connect(), cache) {}

  template <typename... Args>
  Call Start(Args&&... args) {
    return Call(io.get_executor(), exchange, std::forward<Args>(args)...);
  }
  // Runs until nothing is left to do, for a minute at most.
  void Run() {
    io.restart();
    io.run_for(std::chrono::seconds(60));
    EXPECT_TRUE(io.stopped());
  }
  // Sends a request, and returns the call when it has ended.
  template <typename... Args>
  Call Finish(Args&&... args) {
    Call call = Start(std::forward<Args>(args)...);
    Run();
    EXPECT_TRUE(call.ended());
    return call;
  }

  CachingExchange exchange;
  boost::asio::io_context io{1};  // Is destroyed first.
};

}  // namespace backlinks::cache::testing_cache

#endif  // BACKLINKS_TESTS_CACHE_REPLICA_H_
