#include "service/app/reloader.h"

#include <atomic>
#include <fstream>
#include <sstream>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::app {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr FileWatcherOptions kOften = {.poll = absl::Milliseconds(2),
                                       .settle = absl::Milliseconds(10)};

// How often `text` has `part`.
int Count(const std::string& text, const std::string& part) {
  int count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

class ReloaderTest : public testing::Test {
 protected:
  ReloaderTest() {
    auto log = telemetry::CallLog::Open(log_path_, telemetry::LogLevel::kInfo);
    EXPECT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
  }

  // A part that always has this outcome.
  static ReloadablePart Always(const std::string& name,
                               const absl::StatusOr<bool>& outcome) {
    return {.name = name, .reload = [outcome] { return outcome; }};
  }

  std::string LogText() {
    EXPECT_TRUE(log_->Flush(absl::Minutes(1)));
    std::stringstream text;
    text << std::ifstream(log_path_).rdbuf();
    return text.str();
  }

  static void WaitFor(const std::atomic<int>& count, int expected) {
    for (int i = 0; i < 20'000 && count < expected; ++i) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    EXPECT_GE(count, expected);
  }

  const testing_file::TemporaryFolder folder_;
  const std::string log_path_ = folder_.path("log.jsonl");
  std::unique_ptr<telemetry::CallLog> log_;
};

TEST_F(ReloaderTest, LogsTheOutcomeOfEachPart) {
  Reloader reloader(*log_);
  reloader.Add(Always("new", true));
  reloader.Add(Always("old", false));
  reloader.Reload();
  EXPECT_THAT(LogText(), HasSubstr(R"("level":"info","event":"server",)"
                                   R"("message":"reloaded",)"
                                   R"("new":"reloaded","old":"unchanged"})"));
}

TEST_F(ReloaderTest, LogsFailuresInTheSameLine) {
  Reloader reloader(*log_);
  reloader.Add(Always("one", absl::InvalidArgumentError("first")));
  reloader.Add(Always("two", absl::UnavailableError("second")));
  reloader.Add(Always("three", true));
  reloader.Reload();
  EXPECT_THAT(LogText(),
              HasSubstr(R"("level":"error","event":"server",)"
                        R"("message":"not all parts were reloaded",)"
                        R"("one":"failed, the old version is kept: first",)"
                        R"("two":"failed, the old version is kept: second",)"
                        R"("three":"reloaded"})"));
}

TEST_F(ReloaderTest, ReloadsPartsWhoseFilesChange) {
  std::atomic<int> reloads = 0;
  const std::string path = folder_.Write("file", "one");
  Reloader reloader(*log_);
  reloader.Add({.name = "part", .files = {path}, .reload = [&reloads] {
                  ++reloads;
                  return true;
                }});
  reloader.WatchFiles(kOften);
  WaitFor(reloads, 1);
  folder_.Write("file", "other");
  WaitFor(reloads, 2);
  EXPECT_EQ(LogText(), "");
}

TEST_F(ReloaderTest, LogsAnErrorOfAChangedFileOnce) {
  std::atomic<int> reloads = 0;
  std::atomic<int> errors = 0;
  Reloader reloader(*log_);
  // The first error, five times, then another one, a success, and the first.
  reloader.Add({.name = "part",
                .files = {folder_.Write("file", "one")},
                .reload = [&reloads]() -> absl::StatusOr<bool> {
                  const int number = ++reloads;
                  if (number == 7) return false;
                  return absl::InvalidArgumentError(number == 6 ? "two"
                                                                : "one");
                },
                .on_error = [&errors] { ++errors; }});
  reloader.WatchFiles(kOften);
  WaitFor(reloads, 7);
  // A file that was used is not reloaded until it changes.
  absl::SleepFor(5 * kOften.settle);
  EXPECT_EQ(reloads, 7);
  EXPECT_EQ(errors, 2);
  folder_.Write("file", "other");
  WaitFor(reloads, 9);
  EXPECT_EQ(errors, 3);
  const std::string text = LogText();
  const std::string line =
      R"("message":"cannot reload, the old version is kept",)"
      R"("part":"part","error":")";
  EXPECT_EQ(Count(text, line + R"(one"})"), 2);
  EXPECT_EQ(Count(text, line + R"(two"})"), 1);
}

TEST_F(ReloaderTest, LogsAnErrorAgainOnRequest) {
  std::atomic<int> reloads = 0;
  std::atomic<int> errors = 0;
  Reloader reloader(*log_);
  reloader.Add({.name = "part",
                .files = {folder_.Write("file", "one")},
                .reload = [&reloads]() -> absl::StatusOr<bool> {
                  ++reloads;
                  return absl::InvalidArgumentError("wrong");
                },
                .on_error = [&errors] { ++errors; }});
  reloader.Reload();
  reloader.Reload();
  reloader.WatchFiles(kOften);
  WaitFor(reloads, 4);
  EXPECT_EQ(errors, 1);
  EXPECT_EQ(Count(LogText(), "wrong"), 2);
  EXPECT_THAT(LogText(), Not(HasSubstr("cannot reload")));
}

TEST_F(ReloaderTest, CarriesOutARequestBeforeItStops) {
  Reloader reloader(*log_);
  reloader.Add(Always("part", true));
  reloader.WatchFiles();
  reloader.RequestReload();
  EXPECT_TRUE(reloader.Stop(absl::Minutes(1)));
  EXPECT_EQ(Count(LogText(), R"("part":"reloaded")"), 1);
}

// As one on a file system that does not respond.
TEST_F(ReloaderTest, WaitsForNoReloadThatDoesNotEnd) {
  absl::Notification begun;
  absl::Notification responds;
  Reloader reloader(*log_);
  reloader.Add({.name = "part", .reload = [&begun, &responds] {
                  if (!begun.HasBeenNotified()) begun.Notify();
                  responds.WaitForNotification();
                  return true;
                }});
  reloader.WatchFiles();
  reloader.RequestReload();
  begun.WaitForNotification();
  reloader.RequestReload();
  EXPECT_FALSE(reloader.Stop(absl::Milliseconds(10)));
  responds.Notify();
  EXPECT_TRUE(reloader.Stop(absl::Minutes(1)));
  EXPECT_EQ(Count(LogText(), R"("part":"reloaded")"), 2);
}

}  // namespace
}  // namespace backlinks::app
