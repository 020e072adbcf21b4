#include "service/memory/memory_trimmer.h"

#include <condition_variable>
#include <mutex>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace backlinks::memory {
namespace {

constexpr absl::Duration kDelay = absl::Milliseconds(20);

// Counts trims. The first one lasts until Proceed.
class Trims {
 public:
  std::function<void()> Counter() {
    return [this] {
      std::unique_lock lock(mutex_);
      ++count_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return may_proceed_; });
    };
  }

  void Proceed() {
    const std::lock_guard lock(mutex_);
    may_proceed_ = true;
    changed_.notify_all();
  }

  // Whether there are as many trims within a minute.
  bool HasCome(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::minutes(1),
                             [&] { return count_ >= count; });
  }

  int count() {
    const std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
  bool may_proceed_ = false;
};

TEST(MemoryTrimmer, TrimsOnceAfterTheDelay) {
  Trims trims;
  trims.Proceed();
  MemoryTrimmer trimmer(kDelay, trims.Counter());
  const absl::Time start = absl::Now();
  trimmer.Schedule();
  EXPECT_TRUE(trims.HasCome(1));
  EXPECT_GE(absl::Now() - start, kDelay);
  absl::SleepFor(3 * kDelay);
  EXPECT_EQ(trims.count(), 1);
}

TEST(MemoryTrimmer, TrimsOnceMoreForAllCallsInTheMeantime) {
  Trims trims;
  MemoryTrimmer trimmer(kDelay, trims.Counter());
  trimmer.Schedule();
  EXPECT_TRUE(trims.HasCome(1));
  for (int i = 0; i < 10; ++i) trimmer.Schedule();
  trims.Proceed();
  EXPECT_TRUE(trims.HasCome(2));
  absl::SleepFor(3 * kDelay);
  EXPECT_EQ(trims.count(), 2);
}

TEST(MemoryTrimmer, EndsWithoutWaitingForTheDelay) {
  Trims trims;
  const absl::Time start = absl::Now();
  {
    MemoryTrimmer trimmer(absl::Hours(1), trims.Counter());
    trimmer.Schedule();
  }
  EXPECT_LT(absl::Now() - start, absl::Minutes(1));
  EXPECT_EQ(trims.count(), 0);
}

TEST(MemoryTrimmer, TrimsNothingUnasked) {
  Trims trims;
  const MemoryTrimmer trimmer(absl::ZeroDuration(), trims.Counter());
  absl::SleepFor(kDelay);
  EXPECT_EQ(trims.count(), 0);
}

}  // namespace
}  // namespace backlinks::memory
