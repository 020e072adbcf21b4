#include "service/exchange/rate_limiter.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace backlinks::exchange {
namespace {

constexpr absl::Duration kForever = absl::InfiniteDuration();

struct FakeTime {
  absl::Duration now = absl::Hours(1000);
  RateLimiter::Clock Clock() {
    return [this] { return now; };
  }
};

std::vector<absl::Duration> Waits(RateLimiter& limiter, int count) {
  std::vector<absl::Duration> waits;
  waits.reserve(count);
  for (int i = 0; i < count; ++i)
    waits.push_back(limiter.Acquire(kForever).wait);
  return waits;
}

TEST(RateLimiter, GrantsAllReservationsOfAWindowAtOnce) {
  FakeTime time;
  RateLimiter limiter({.requests = 3}, time.Clock());
  EXPECT_EQ(Waits(limiter, 7),
            (std::vector<absl::Duration>{
                absl::ZeroDuration(), absl::ZeroDuration(),
                absl::ZeroDuration(), absl::Minutes(1), absl::Minutes(1),
                absl::Minutes(1), absl::Minutes(2)}));
}

TEST(RateLimiter, LimitsEveryWindow) {
  FakeTime time;
  RateLimiter limiter({.requests = 2}, time.Clock());
  limiter.Acquire(kForever);
  time.now += absl::Seconds(59);
  limiter.Acquire(kForever);
  time.now += absl::Milliseconds(999);
  EXPECT_EQ(limiter.Acquire(kForever).wait, absl::Milliseconds(1));
  // The next one is a window after the second one, not after the third.
  EXPECT_EQ(limiter.Acquire(kForever).wait, absl::Milliseconds(59'001));
}

TEST(RateLimiter, ForgetsWhatAWindowHasPassed) {
  FakeTime time;
  RateLimiter limiter({.requests = 1}, time.Clock());
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(limiter.Acquire(kForever).wait, absl::ZeroDuration()) << i;
    time.now += absl::Minutes(1);
  }
}

TEST(RateLimiter, RejectsAReservationAfterTheDeadline) {
  FakeTime time;
  RateLimiter limiter({.requests = 1}, time.Clock());
  // A slot that is free now needs no wait.
  EXPECT_TRUE(limiter.Acquire(-absl::Seconds(1)).acquired);
  const RateLimiter::Reservation late = limiter.Acquire(absl::Minutes(1));
  EXPECT_FALSE(late.acquired);
  EXPECT_EQ(late.wait, absl::Minutes(1));
  // It is still there for others.
  const RateLimiter::Reservation reservation =
      limiter.Acquire(absl::Minutes(1) + absl::Nanoseconds(1));
  EXPECT_TRUE(reservation.acquired);
  EXPECT_EQ(reservation.wait, absl::Minutes(1));
}

TEST(RateLimiter, GrantsAReleasedReservationToAnother) {
  FakeTime time;
  RateLimiter limiter({.requests = 1}, time.Clock());
  limiter.Acquire(kForever);
  const RateLimiter::Reservation second = limiter.Acquire(kForever);
  limiter.Release(second);
  EXPECT_EQ(limiter.Acquire(kForever).wait, second.wait);
  // One that has passed long ago is nobody's.
  time.now += absl::Hours(1);
  limiter.Release(second);
  EXPECT_EQ(limiter.Acquire(kForever).wait, absl::ZeroDuration());
}

TEST(RateLimiter, KeepsTheOrderWhenAReservationIsReleased) {
  FakeTime time;
  RateLimiter limiter({.requests = 1}, time.Clock());
  const RateLimiter::Reservation first = limiter.Acquire(kForever);
  const RateLimiter::Reservation second = limiter.Acquire(kForever);
  const RateLimiter::Reservation third = limiter.Acquire(kForever);
  limiter.Release(second);
  EXPECT_EQ(limiter.Acquire(kForever).at, third.at + absl::Minutes(1));
  EXPECT_EQ(third.at, first.at + absl::Minutes(2));
}

TEST(RateLimiter, KeepsTheLimitForManyThreads) {
  constexpr int kThreads = 4;
  constexpr int kTurns = 100;
  constexpr int kRequests = 7;
  FakeTime time;
  RateLimiter limiter({.requests = kRequests}, time.Clock());
  std::vector<std::vector<absl::Duration>> used(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (auto& mine : used) {
    threads.emplace_back([&limiter, &mine] {
      for (int i = 0; i < kTurns; ++i) {
        const RateLimiter::Reservation reservation = limiter.Acquire(kForever);
        if (i % 5 == 0) {
          limiter.Release(reservation);
        } else {
          mine.push_back(reservation.at);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<absl::Duration> all;
  for (const auto& mine : used) all.insert(all.end(), mine.begin(), mine.end());
  std::sort(all.begin(), all.end());
  ASSERT_EQ(all.size(), size_t{kThreads} * kTurns * 4 / 5);
  for (size_t i = kRequests; i < all.size(); ++i) {
    ASSERT_GE(all[i] - all[i - kRequests], absl::Minutes(1)) << i;
  }
}

}  // namespace
}  // namespace backlinks::exchange
