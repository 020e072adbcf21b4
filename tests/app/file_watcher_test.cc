#include "service/app/file_watcher.h"

#include <atomic>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::app {
namespace {

namespace fs = std::filesystem;

constexpr FileWatcherOptions kOften = {.poll = absl::Milliseconds(2),
                                       .settle = absl::Milliseconds(10)};

// Counts the calls of one on_change.
class Calls {
 public:
  WatchedFiles Of(std::vector<std::string> paths) {
    return {.paths = std::move(paths), .on_change = [this] {
              ++count_;
              return absl::OkStatus();
            }};
  }

  // Waits for one more call.
  bool HasNext() {
    const int expected = ++expected_;
    for (int i = 0; i < 20'000 && count_ < expected; ++i) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    return count_ == expected;
  }

  // Whether several polls pass without a call.
  bool AreQuiet() const {
    absl::SleepFor(5 * kOften.settle);
    return count_ == expected_;
  }

 private:
  std::atomic<int> count_ = 0;
  int expected_ = 0;
};

class FileWatcherTest : public testing::Test {
 protected:
  // A new file in the place of the old one, so that it is one change.
  void Replace(const std::string& name, const std::string& text) const {
    fs::rename(folder_.Write("new", text), folder_.path(name));
  }

  const testing_file::TemporaryFolder folder_;
  Calls calls_;
};

TEST_F(FileWatcherTest, ReportsFilesAtFirstAndEachChangeOnce) {
  Replace("file", "one");
  const FileWatcher watcher({calls_.Of({folder_.path("file")})}, kOften);
  EXPECT_TRUE(calls_.HasNext());
  EXPECT_TRUE(calls_.AreQuiet());
  Replace("file", "two");
  EXPECT_TRUE(calls_.HasNext());
  EXPECT_TRUE(calls_.AreQuiet());
  fs::remove(folder_.path("file"));
  EXPECT_TRUE(calls_.HasNext());
  EXPECT_TRUE(calls_.AreQuiet());
}

TEST_F(FileWatcherTest, ReportsAFileThatIsWrittenInPlace) {
  const std::string path = folder_.Write("file", "one");
  const FileWatcher watcher({calls_.Of({path})}, kOften);
  EXPECT_TRUE(calls_.HasNext());
  fs::resize_file(path, 2);
  EXPECT_TRUE(calls_.HasNext());
}

TEST_F(FileWatcherTest, ReportsThatAFileCanBeRead) {
  const std::string path = folder_.Write("file", "one");
  const FileWatcher watcher({calls_.Of({path})}, kOften);
  EXPECT_TRUE(calls_.HasNext());
  fs::permissions(path, fs::perms::owner_read);
  EXPECT_TRUE(calls_.HasNext());
}

TEST_F(FileWatcherTest, ReportsASwitchedLink) {
  folder_.Write("one", "same");
  folder_.Write("two", "same");
  fs::create_symlink("one", folder_.path("data"));
  fs::create_symlink("data", folder_.path("file"));
  const FileWatcher watcher({calls_.Of({folder_.path("file")})}, kOften);
  EXPECT_TRUE(calls_.HasNext());
  fs::create_symlink("two", folder_.path("next"));
  fs::rename(folder_.path("next"), folder_.path("data"));
  EXPECT_TRUE(calls_.HasNext());
}

// As Kubernetes writes a Secret: each file leads through a link to a folder,
// and that link is replaced.
TEST_F(FileWatcherTest, ReportsASwitchedFolder) {
  for (const std::string name : {"v1", "v2"}) {
    fs::create_directory(folder_.path(name));
    folder_.Write(name + "/file", "same");
  }
  fs::create_directory_symlink("v1", folder_.path("..data"));
  fs::create_symlink("..data/file", folder_.path("file"));
  const FileWatcher watcher({calls_.Of({folder_.path("file")})}, kOften);
  EXPECT_TRUE(calls_.HasNext());
  fs::create_directory_symlink("v2", folder_.path("..next"));
  fs::rename(folder_.path("..next"), folder_.path("..data"));
  EXPECT_TRUE(calls_.HasNext());
  EXPECT_TRUE(calls_.AreQuiet());
}

TEST_F(FileWatcherTest, ReportsEachWatchForItsOwnFiles) {
  Calls others;
  Replace("cert", "one");
  Replace("key", "one");
  Replace("other", "one");
  const FileWatcher watcher(
      {calls_.Of({folder_.path("cert"), folder_.path("key")}),
       others.Of({folder_.path("other")})},
      kOften);
  EXPECT_TRUE(calls_.HasNext());
  EXPECT_TRUE(others.HasNext());
  Replace("cert", "two");
  EXPECT_TRUE(calls_.HasNext());
  Replace("key", "two");
  EXPECT_TRUE(calls_.HasNext());
  EXPECT_TRUE(others.AreQuiet());
  Replace("other", "two");
  EXPECT_TRUE(others.HasNext());
  EXPECT_TRUE(calls_.AreQuiet());
}

TEST_F(FileWatcherTest, ReportsNoFileBeforeItHasSettled) {
  const FileWatcher watcher(
      {calls_.Of({folder_.Write("file", "half")})},
      {.poll = absl::Milliseconds(1), .settle = absl::Hours(1)});
  EXPECT_TRUE(calls_.AreQuiet());
}

TEST_F(FileWatcherTest, WaitsForTheSettleTimeAfterTheLastChange) {
  constexpr absl::Duration kSettle = absl::Milliseconds(200);
  constexpr int kChanges = 20;
  const std::string path = folder_.Write("file", "");
  absl::Notification reported;
  const auto on_change = [&path, &reported] {
    const bool is_last = fs::file_size(path) == kChanges;
    if (is_last && !reported.HasBeenNotified()) reported.Notify();
    return absl::OkStatus();
  };
  const FileWatcher watcher({{.paths = {path}, .on_change = on_change}},
                            {.poll = absl::Milliseconds(1), .settle = kSettle});
  absl::Time changed;
  for (int size = 1; size <= kChanges; ++size) {
    absl::SleepFor(kSettle / kChanges);
    changed = absl::Now();
    Replace("file", std::string(static_cast<size_t>(size), 'x'));
  }
  reported.WaitForNotification();
  EXPECT_GE(absl::Now() - changed, kSettle);
}

TEST_F(FileWatcherTest, ReportsFilesAgainThatCouldNotBeUsed) {
  std::atomic<int> count = 0;
  const FileWatcher watcher({{.paths = {folder_.Write("file", "one")},
                              .on_change =
                                  [&count] {
                                    return ++count < 3
                                               ? absl::UnavailableError("no")
                                               : absl::OkStatus();
                                  }}},
                            kOften);
  for (int i = 0; i < 20'000 && count < 3; ++i) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  absl::SleepFor(5 * kOften.settle);
  EXPECT_EQ(count, 3);
}

TEST_F(FileWatcherTest, EndsWithoutWaitingForThePoll) {
  const absl::Time start = absl::Now();
  {
    const FileWatcher watcher({calls_.Of({folder_.path("none")})},
                              {.poll = absl::Hours(1), .settle = {}});
  }
  EXPECT_LT(absl::Now() - start, absl::Minutes(1));
  EXPECT_TRUE(calls_.AreQuiet());
}

}  // namespace
}  // namespace backlinks::app
