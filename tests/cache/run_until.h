// Runs the handlers of a test until something has happened.
#ifndef BACKLINKS_TESTS_CACHE_RUN_UNTIL_H_
#define BACKLINKS_TESTS_CACHE_RUN_UNTIL_H_

#include <chrono>
#include <functional>

#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"

namespace backlinks::cache::testing_cache {

// Fails the test if the condition does not hold before nothing is left to run,
// or nothing has run for ten seconds.
inline void RunUntil(boost::asio::io_context& io,
                     const std::function<bool()>& condition) {
  io.restart();
  while (!condition() && io.run_one_for(std::chrono::seconds(10))) {
  }
  EXPECT_TRUE(condition());
}

}  // namespace backlinks::cache::testing_cache

#endif  // BACKLINKS_TESTS_CACHE_RUN_UNTIL_H_
