// Runs coroutines of several replicas at the same time.
#ifndef BACKLINKS_TESTS_SUPPORT_STATE_CONCURRENT_TASKS_H_
#define BACKLINKS_TESTS_SUPPORT_STATE_CONCURRENT_TASKS_H_

#include <functional>

#include "boost/asio/awaitable.hpp"
#include "service/state/shared_state.h"
#include "tests/support/state/backend.h"

namespace backlinks::state::testing_state {

inline constexpr int kTasks = 50;

// Runs `task` with the numbers from 0 to kTasks - 1, on four threads, each of
// which is a replica, until all have ended. Fails the test after 60 seconds.
void RunConcurrently(
    Backend& backend,
    const std::function<boost::asio::awaitable<void>(SharedState&, int)>& task);

}  // namespace backlinks::state::testing_state

#endif  // BACKLINKS_TESTS_SUPPORT_STATE_CONCURRENT_TASKS_H_
