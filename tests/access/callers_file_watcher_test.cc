#include "service/access/callers_file_watcher.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <thread>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/access/caller_keys.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::access {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing_access::HashOf;
using testing_access::KeyOf;

constexpr absl::Duration kOften = absl::Milliseconds(5);
constexpr absl::Duration kNever = absl::Hours(1);
constexpr std::chrono::seconds kMaxWait(60);

// Waits for what a watcher reports.
class Events final : public CallersFileObserver {
 public:
  void OnLoaded(const CallersFileCounts& counts) override {
    Add(fmt::format("{} callers, {} keys, {} certificates{}", counts.callers,
                    counts.keys, counts.certificates,
                    counts.allows_anonymous ? ", anonymous" : ""));
  }
  void OnInvalid(const absl::Status& error) override {
    const std::string message(error.message());
    Add(message.substr(message.rfind('/') + 1));
  }

  // All events, of which there must be as many within a minute.
  std::vector<std::string> WaitFor(size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kMaxWait,
                                  [&] { return events_.size() >= count; }));
    return events_;
  }

 private:
  void Add(const std::string& event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> events_;
};

std::string WithKey(uint8_t number) {
  return fmt::format("callers: [{{name: seo, keys: [\"{}\"]}}]\n",
                     HashOf(number));
}

class CallersFileWatcherTest : public testing::Test {
 protected:
  std::unique_ptr<CallersFileWatcher> MustOpen(absl::Duration interval) {
    auto watcher =
        CallersFileWatcher::Open(path_, interval, directory_, events_);
    EXPECT_TRUE(watcher.ok()) << watcher.status();
    return *std::move(watcher);
  }

  std::string OpenError() {
    const auto watcher =
        CallersFileWatcher::Open(path_, kNever, directory_, events_);
    return std::string(watcher.status().message());
  }

  // A new file in the place of the old one.
  void Replace(const std::string& text) const {
    fs::rename(folder_.Write("new", text), path_);
  }

  bool Knows(uint8_t number) {
    const std::string authorization = "Bearer " + KeyOf(number);
    return directory_
        .Admit({.authorization = {authorization}, .is_private = true})
        .ok();
  }

  const testing_file::TemporaryFolder folder_;
  const std::string path_ = folder_.path("callers.yaml");
  CallerDirectory directory_{{}};
  Events events_;
};

TEST_F(CallersFileWatcherTest, LoadsTheFile) {
  folder_.Write("callers.yaml", WithKey(1) + "anonymous: {}\n");
  const auto watcher = MustOpen(kNever);
  EXPECT_TRUE(Knows(1));
  EXPECT_THAT(events_.WaitFor(1),
              ElementsAre("1 callers, 1 keys, 0 certificates, anonymous"));
}

TEST_F(CallersFileWatcherTest, FailsWithoutAValidFile) {
  EXPECT_EQ(OpenError(), path_ + ": cannot be read: No such file or directory");
  fs::create_directory(path_);
  EXPECT_EQ(OpenError(), path_ + ": cannot be read: not a regular file");
  fs::remove(path_);
  folder_.Write("callers.yaml", "\ncallers: 5\n");
  EXPECT_EQ(OpenError(), path_ + ":2: callers: must be a list of 0 to 10,000");
  folder_.Write("callers.yaml", std::string((1 << 20) + 100, '\n'));
  EXPECT_EQ(OpenError(), path_ + ":1: must not be larger than 1 MiB");
}

TEST_F(CallersFileWatcherTest, FollowsChanges) {
  Replace(WithKey(1));
  const auto watcher = MustOpen(kOften);
  Replace(WithKey(2));
  EXPECT_EQ(events_.WaitFor(2).size(), 2u);
  EXPECT_TRUE(Knows(2));
  EXPECT_FALSE(Knows(1));
  // In place, and of the same size.
  folder_.Write("callers.yaml", WithKey(3));
  events_.WaitFor(3);
  while (!Knows(3)) std::this_thread::yield();
}

TEST_F(CallersFileWatcherTest, FollowsTheSymbolicLinksOfKubernetes) {
  fs::create_directory(folder_.path("v1"));
  fs::create_directory(folder_.path("v2"));
  folder_.Write("v1/callers.yaml", WithKey(1));
  folder_.Write("v2/callers.yaml", WithKey(2));
  fs::create_directory_symlink("v1", folder_.path("..data"));
  fs::create_symlink("..data/callers.yaml", path_);
  const auto watcher = MustOpen(kOften);
  EXPECT_TRUE(Knows(1));
  fs::create_directory_symlink("v2", folder_.path("..next"));
  fs::rename(folder_.path("..next"), folder_.path("..data"));
  events_.WaitFor(2);
  EXPECT_TRUE(Knows(2));
}

TEST_F(CallersFileWatcherTest, KeepsTheCallersWhileTheFileIsInvalid) {
  Replace(WithKey(1));
  const auto watcher = MustOpen(kOften);
  Replace("callers: 5\n");
  events_.WaitFor(2);
  EXPECT_TRUE(Knows(1));
  Replace("callers: 6\nusers: 5\n");
  events_.WaitFor(3);
  Replace(WithKey(2));
  EXPECT_THAT(
      events_.WaitFor(4),
      ElementsAre("1 callers, 1 keys, 0 certificates",
                  "callers.yaml:1: callers: must be a list of 0 to 10,000",
                  "callers.yaml:1: callers: must be a list of 0 to 10,000",
                  "1 callers, 1 keys, 0 certificates"));
  EXPECT_TRUE(Knows(2));
}

TEST_F(CallersFileWatcherTest, ReportsAnErrorOnce) {
  Replace(WithKey(1));
  const auto watcher = MustOpen(kOften);
  fs::remove(path_);
  events_.WaitFor(2);
  absl::SleepFor(20 * kOften);
  EXPECT_TRUE(Knows(1));
  Replace(WithKey(1));
  EXPECT_THAT(
      events_.WaitFor(3),
      ElementsAre("1 callers, 1 keys, 0 certificates",
                  "callers.yaml: cannot be read: No such file or directory",
                  "1 callers, 1 keys, 0 certificates"));
}

TEST_F(CallersFileWatcherTest, ReloadsOnDemand) {
  Replace(WithKey(1));
  const auto watcher = MustOpen(kNever);
  Replace(WithKey(2));
  EXPECT_FALSE(Knows(2));
  EXPECT_TRUE(watcher->ReloadNow().ok());
  EXPECT_TRUE(Knows(2));
  Replace("callers: 5\n");
  EXPECT_THAT(std::string(watcher->ReloadNow().message()), HasSubstr(":1: "));
  EXPECT_TRUE(Knows(2));
  EXPECT_EQ(events_.WaitFor(3).size(), 3u);
}

TEST_F(CallersFileWatcherTest, AdmitsCallsWhileTheFileChanges) {
  const std::string limits = "limits: {streams: 4, calls_per_minute: 1000000}";
  const auto file = [&](uint8_t number) {
    return fmt::format(
        "callers:\n"
        "  - {{name: seo, keys: [\"{}\"], {}}}\n"
        "  - {{name: ads, keys: [\"{}\"], {}}}\n",
        HashOf(1), limits, HashOf(number), limits);
  };
  Replace(file(2));
  const auto watcher = MustOpen(kOften);
  std::atomic<bool> is_done = false;
  std::atomic<int> admitted = 0;
  std::vector<std::thread> callers;
  callers.reserve(7);
  for (int i = 0; i < 7; ++i) {
    callers.emplace_back([&, i] {
      const std::string authorization =
          "Bearer " + KeyOf(static_cast<uint8_t>(1 + i % 3));
      while (!is_done) {
        const auto admission = directory_.Admit(
            {.authorization = {authorization}, .is_private = true});
        if (!admission.ok()) continue;
        ++admitted;
        EXPECT_EQ((*admission)->caller().name, i % 3 == 0 ? "seo" : "ads");
      }
    });
  }
  for (int i = 0; i < 40; ++i) {
    Replace(file(static_cast<uint8_t>(2 + i % 2)));
    EXPECT_TRUE(watcher->ReloadNow().ok());
  }
  is_done = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_GT(admitted, 0);
  // Nothing is left of them: the limit is free.
  std::vector<absl::StatusOr<std::shared_ptr<const Admission>>> running;
  const std::string authorization = "Bearer " + KeyOf(1);
  for (int i = 0; i < 5; ++i) {
    running.push_back(directory_.Admit(
        {.authorization = {authorization}, .is_private = true}));
    EXPECT_EQ(running.back().ok(), i < 4) << running.back().status();
  }
}

}  // namespace
}  // namespace backlinks::access
