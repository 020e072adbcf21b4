#include "service/app/io_workers.h"

#include <pthread.h>

#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "boost/asio/post.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::app {
namespace {

namespace asio = boost::asio;

constexpr int kThreads = 4;
constexpr int kEach = 500;

std::string ThreadName(asio::io_context& io) {
  std::promise<std::string> name;
  asio::post(io, [&name] {
    char buffer[16] = {};
    pthread_getname_np(pthread_self(), buffer, sizeof(buffer));
    name.set_value(buffer);
  });
  return name.get_future().get();
}

TEST(IoWorkers, ReturnsContextsRoundRobinEachWithItsOwnThread) {
  IoWorkers workers(3, [](std::string_view) {});
  ASSERT_EQ(workers.size(), 3);
  std::vector<std::string> names;
  names.reserve(6);
  for (int i = 0; i < 6; ++i) names.push_back(ThreadName(workers.Next()));
  EXPECT_THAT(names, testing::ElementsAre("io-0", "io-1", "io-2", "io-0",
                                          "io-1", "io-2"));
}

TEST(IoWorkers, HasAtLeastOneWorker) {
  for (int threads : {-1, 0, 1}) {
    IoWorkers workers(threads, [](std::string_view) {});
    EXPECT_EQ(workers.size(), 1) << threads;
    EXPECT_EQ(ThreadName(workers.at(0)), "io-0");
  }
}

TEST(IoWorkers, SurvivesExceptionsAndReportsThem) {
  std::mutex mutex;
  std::vector<std::string> told;
  IoWorkers workers(1, [&](std::string_view what) {
    const std::lock_guard lock(mutex);
    told.emplace_back(what);
  });
  asio::post(workers.Next(), [] { throw std::runtime_error("first"); });
  asio::post(workers.Next(), [] { throw 7; });
  asio::post(workers.Next(), [] { throw std::runtime_error("third"); });
  EXPECT_EQ(ThreadName(workers.Next()), "io-0");
  const std::lock_guard lock(mutex);
  EXPECT_THAT(told, testing::ElementsAre(
                        "first", "an exception of an unknown type", "third"));
}

TEST(IoWorkers, StopsWithWorkLeftAndDestroysIt) {
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = held;
  {
    IoWorkers workers(2, [](std::string_view) {});
    workers.Stop();
    asio::post(workers.at(0), [held] { FAIL() << "ran after Stop"; });
    held.reset();
    EXPECT_FALSE(watch.expired());
    workers.Stop();  // Harmless.
  }
  EXPECT_TRUE(watch.expired());
}

TEST(IoWorkers, SharesOutWorkFromManyThreads) {
  std::atomic<int> done = 0;
  std::promise<void> all;
  IoWorkers workers(2, [](std::string_view) {});
  std::vector<std::thread> posters;
  posters.reserve(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    posters.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        asio::post(workers.Next(), [&] {
          if (++done == kThreads * kEach) all.set_value();
        });
      }
    });
  }
  for (auto& poster : posters) poster.join();
  all.get_future().get();
  EXPECT_EQ(done, kThreads * kEach);
}

}  // namespace
}  // namespace backlinks::app
