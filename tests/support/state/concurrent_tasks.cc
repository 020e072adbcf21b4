#include "tests/support/state/concurrent_tasks.h"

#include <array>
#include <atomic>
#include <chrono>
#include <exception>
#include <thread>

#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"

namespace backlinks::state::testing_state {

void RunConcurrently(
    Backend& backend,
    const std::function<boost::asio::awaitable<void>(SharedState&, int)>&
        task) {
  std::array<boost::asio::io_context, 4> contexts;
  std::array<SharedState*, contexts.size()> replicas;
  for (SharedState*& replica : replicas) replica = &backend.Connect();
  std::atomic<int> ended = 0;
  for (int i = 0; i < kTasks; ++i) {
    const size_t at = i % contexts.size();
    boost::asio::co_spawn(contexts[at], task(*replicas[at], i),
                          [&ended](const std::exception_ptr& error) {
                            EXPECT_FALSE(error);
                            ++ended;
                          });
  }
  std::array<std::thread, contexts.size()> threads;
  for (size_t i = 0; i < threads.size(); ++i) {
    threads[i] = std::thread(
        [&io = contexts[i]] { io.run_for(std::chrono::seconds(60)); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ended, kTasks);
}

}  // namespace backlinks::state::testing_state
