#include "service/app/file_watch.h"

#include <atomic>
#include <filesystem>
#include <string>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::app {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kPoll = absl::Milliseconds(2);

class FileWatchTest : public testing::Test {
 protected:
  // Waits for one more call of on_change.
  bool IsReported() {
    const int expected = ++expected_;
    for (int i = 0; i < 20'000 && changes_ < expected; ++i) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    return changes_ == expected;
  }

  // Whether several polls pass without a call.
  bool IsQuiet() {
    absl::SleepFor(10 * kPoll);
    return changes_ == expected_;
  }

  const testing_file::TemporaryFolder folder_;
  std::atomic<int> changes_ = 0;
  int expected_ = 0;
};

TEST_F(FileWatchTest, ReportsEachChangeOnce) {
  const std::string path = folder_.Write("file", "one");
  const FileWatch watch(path, kPoll, [this] { ++changes_; });
  EXPECT_TRUE(IsReported());  // The first poll.
  EXPECT_TRUE(IsQuiet());
  folder_.Write("file", "three");
  // Writing may be seen halfway.
  absl::SleepFor(10 * kPoll);
  EXPECT_GE(changes_, 2);
  expected_ = changes_;
  EXPECT_TRUE(IsQuiet());
}

TEST_F(FileWatchTest, ReportsAReplacedFile) {
  const std::string path = folder_.Write("file", "one");
  const std::string other = folder_.Write("other", "two");
  const FileWatch watch(path, kPoll, [this] { ++changes_; });
  EXPECT_TRUE(IsReported());
  fs::rename(other, path);
  EXPECT_TRUE(IsReported());
  EXPECT_TRUE(IsQuiet());
  fs::remove(path);
  EXPECT_TRUE(IsReported());
  EXPECT_TRUE(IsQuiet());
}

TEST_F(FileWatchTest, ReportsASwitchedLink) {
  folder_.Write("one", "same");
  folder_.Write("two", "same");
  fs::create_symlink("one", folder_.path("data"));
  fs::create_symlink("data", folder_.path("file"));
  const FileWatch watch(folder_.path("file"), kPoll, [this] { ++changes_; });
  EXPECT_TRUE(IsReported());
  fs::create_symlink("two", folder_.path("next"));
  fs::rename(folder_.path("next"), folder_.path("data"));
  EXPECT_TRUE(IsReported());
}

TEST_F(FileWatchTest, EndsWithoutWaitingForThePoll) {
  const absl::Time start = absl::Now();
  {
    const FileWatch watch(folder_.path("none"), absl::Hours(1),
                          [this] { ++changes_; });
  }
  EXPECT_LT(absl::Now() - start, absl::Minutes(1));
  EXPECT_EQ(changes_, 0);
}

}  // namespace
}  // namespace backlinks::app
