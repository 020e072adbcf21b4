#include "service/cache/flight_table.h"

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "gtest/gtest.h"

namespace backlinks::cache {
namespace {

class FlightTableTest : public testing::Test {
 protected:
  std::unique_ptr<FlightWaiter> Wait(const std::string& key = "key") {
    return std::make_unique<FlightWaiter>(table_, key, oldest_);
  }
  PagePtr PageOf(SteadyTime asked) {
    return std::make_shared<CachedPage>(
        CachedPage{.head = {},
                   .body = "body",
                   .asked = {asked, {}},
                   .memory = MemoryUse(std::make_shared<MemoryLimit>(0))});
  }

  const SteadyTime now_ = SteadyTime::Now();
  SteadyTime oldest_ = now_ - absl::Seconds(10);
  std::shared_ptr<FlightTable> table_ = std::make_shared<FlightTable>();
};

TEST_F(FlightTableTest, GivesOneOwnerToEachKey) {
  const auto first = Wait();
  const auto second = Wait();
  const auto other = Wait("another");
  EXPECT_TRUE(first->has_owner());
  EXPECT_FALSE(second->has_owner());
  EXPECT_TRUE(other->has_owner());
  EXPECT_FALSE(first->supersedes());
}

TEST_F(FlightTableTest, WakesAllWhenThereIsAPage) {
  const auto first = Wait();
  const auto second = Wait();
  int wakes = 0;
  second->OnChange([&] { ++wakes; });
  const auto owner = first->TakeOwner();
  EXPECT_EQ(second->state(), FlightState::kOpen);
  const PagePtr page = PageOf(now_);
  owner->Land(page);
  EXPECT_EQ(wakes, 1);
  EXPECT_EQ(second->state(), FlightState::kLanded);
  EXPECT_EQ(second->page(), page);
  const auto late = Wait();
  EXPECT_EQ(late->page(), page) << "while the owner stores it";
}

TEST_F(FlightTableTest, BeginsAgainAfterTheOwner) {
  const auto first = Wait();
  first->TakeOwner()->Land(PageOf(now_));
  EXPECT_TRUE(Wait()->has_owner());
}

TEST_F(FlightTableTest, BeginsAgainAfterAFailure) {
  const auto first = Wait();
  const auto second = Wait();
  int wakes = 0;
  second->OnChange([&] { ++wakes; });
  const auto owner = first->TakeOwner();
  owner->Fail(FlightState::kTooLarge);
  owner->Fail(FlightState::kFailed);
  EXPECT_EQ(wakes, 1);
  EXPECT_EQ(second->state(), FlightState::kTooLarge);
  const auto third = Wait();
  EXPECT_TRUE(third->has_owner());
  EXPECT_FALSE(third->supersedes());
}

TEST_F(FlightTableTest, FailsIfTheOwnerIsDestroyed) {
  const auto first = Wait();
  const auto second = Wait();
  first->TakeOwner().reset();
  EXPECT_EQ(second->state(), FlightState::kFailed);
  EXPECT_EQ(second->page(), nullptr);
}

TEST_F(FlightTableTest, FailsIfTheOwnerIsNeverTaken) {
  auto first = Wait();
  const auto second = Wait();
  first.reset();
  EXPECT_EQ(second->state(), FlightState::kFailed);
}

TEST_F(FlightTableTest, IsNotJoinedIfTheUpstreamWasAskedTooEarly) {
  const auto first = Wait();
  const auto owner = first->TakeOwner();
  owner->SetAsked(oldest_ - absl::Nanoseconds(1));
  const auto second = Wait();
  EXPECT_TRUE(second->has_owner());
  EXPECT_TRUE(second->supersedes());
  owner->Fail(FlightState::kFailed);
  EXPECT_FALSE(Wait()->has_owner()) << "the second flight is the current one";
}

TEST_F(FlightTableTest, IsJoinedIfTheUpstreamWasAskedInTime) {
  const auto first = Wait();
  const auto owner = first->TakeOwner();
  owner->SetAsked(oldest_);
  EXPECT_FALSE(Wait()->has_owner());
}

TEST_F(FlightTableTest, IsAbandonedByTheLastWaiter) {
  auto first = Wait();
  auto second = Wait();
  const auto owner = first->TakeOwner();
  int abandoned = 0;
  owner->OnAbandoned([&] { ++abandoned; });
  first.reset();
  EXPECT_EQ(abandoned, 0);
  second.reset();
  EXPECT_EQ(abandoned, 1);
  EXPECT_TRUE(Wait()->has_owner()) << "nobody joins what is abandoned";
  EXPECT_EQ(abandoned, 1) << "at most once";
}

TEST_F(FlightTableTest, IsAbandonedAtOnceWithoutWaiters) {
  auto first = Wait();
  const auto owner = first->TakeOwner();
  first.reset();
  int abandoned = 0;
  owner->OnAbandoned([&] { ++abandoned; });
  EXPECT_EQ(abandoned, 1);
}

TEST_F(FlightTableTest, IsNotAbandonedWithAPage) {
  auto first = Wait();
  const auto owner = first->TakeOwner();
  int abandoned = 0;
  owner->OnAbandoned([&] { ++abandoned; });
  owner->Land(PageOf(now_));
  first.reset();
  EXPECT_EQ(abandoned, 0);
}

// A body that is not kept is still read by the first waiter.
TEST_F(FlightTableTest, IsAbandonedAfterItFailed) {
  auto first = Wait();
  const auto owner = first->TakeOwner();
  int abandoned = 0;
  owner->OnAbandoned([&] { ++abandoned; });
  owner->Fail(FlightState::kTooLarge);
  EXPECT_EQ(abandoned, 0);
  first.reset();
  EXPECT_EQ(abandoned, 1);
}

TEST_F(FlightTableTest, IsNotAbandonedAfterTheOwner) {
  auto first = Wait();
  auto owner = first->TakeOwner();
  int abandoned = 0;
  owner->OnAbandoned([&] { ++abandoned; });
  owner.reset();
  first.reset();
  EXPECT_EQ(abandoned, 0);
}

TEST_F(FlightTableTest, HasOneOwnerAtATimeAcrossThreads) {
  std::atomic<int> owners = 0;
  std::atomic<int> flights = 0;
  std::array<std::thread, 4> threads;
  for (std::thread& thread : threads) {
    thread = std::thread([&] {
      for (int turn = 0; turn < 500; ++turn) {
        const auto waiter = Wait();
        waiter->OnChange([] {});
        if (!waiter->has_owner()) continue;
        const auto owner = waiter->TakeOwner();
        EXPECT_EQ(++owners, 1);
        ++flights;
        owner->OnAbandoned([] {});
        --owners;
        turn % 2 == 0 ? owner->Land(PageOf(now_))
                      : owner->Fail(FlightState::kFailed);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(flights, 0);
}

}  // namespace
}  // namespace backlinks::cache
