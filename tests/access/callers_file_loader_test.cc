#include "service/access/callers_file_loader.h"

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/access/caller_keys.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::access {
namespace {

namespace fs = std::filesystem;
using testing_access::HashOf;
using testing_access::KeyOf;

std::string WithKey(uint8_t number) {
  return fmt::format("callers: [{{name: seo, keys: [\"{}\"]}}]\n",
                     HashOf(number));
}

class CallersFileLoaderTest : public testing::Test {
 protected:
  // What Load returns.
  std::string Load() {
    const auto counts = loader_.Load();
    if (!counts.ok()) return std::string(counts.status().message());
    if (!counts->has_value()) return "unchanged";
    return fmt::format("{} callers, {} keys, {} certificates{}",
                       (*counts)->callers, (*counts)->keys,
                       (*counts)->certificates,
                       (*counts)->allows_anonymous ? ", anonymous" : "");
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
  CallersFileLoader loader_{path_, directory_};
};

constexpr char kLoaded[] = "1 callers, 1 keys, 0 certificates";

TEST_F(CallersFileLoaderTest, LoadsTheFile) {
  Replace(WithKey(1) + "anonymous: {}\n");
  EXPECT_EQ(Load(), "1 callers, 1 keys, 0 certificates, anonymous");
  EXPECT_TRUE(Knows(1));
}

TEST_F(CallersFileLoaderTest, FailsWithoutAValidFile) {
  EXPECT_EQ(Load(), path_ + ": cannot be read: No such file or directory");
  fs::create_directory(path_);
  EXPECT_EQ(Load(), path_ + ": cannot be read: not a regular file");
  fs::remove(path_);
  Replace("\ncallers: 5\n");
  EXPECT_EQ(Load(), path_ + ":2: callers: must be a list of 0 to 10,000");
  Replace(std::string((1 << 20) + 1, '\n'));
  EXPECT_EQ(Load(), path_ + ": is larger than 1048576 bytes");
}

TEST_F(CallersFileLoaderTest, LoadsNewContents) {
  Replace(WithKey(1));
  EXPECT_EQ(Load(), kLoaded);
  EXPECT_EQ(Load(), "unchanged");
  Replace(WithKey(2));
  EXPECT_EQ(Load(), kLoaded);
  EXPECT_TRUE(Knows(2));
  EXPECT_FALSE(Knows(1));
  // In place, and of the same size.
  folder_.Write("callers.yaml", WithKey(3));
  EXPECT_EQ(Load(), kLoaded);
  EXPECT_TRUE(Knows(3));
  // The same contents in a new file.
  Replace(WithKey(3));
  EXPECT_EQ(Load(), "unchanged");
}

TEST_F(CallersFileLoaderTest, KeepsTheCallersWhileTheFileIsInvalid) {
  Replace(WithKey(1));
  EXPECT_EQ(Load(), kLoaded);
  Replace("callers: 5\n");
  const std::string error =
      path_ + ":1: callers: must be a list of 0 to 10,000";
  EXPECT_EQ(Load(), error);
  EXPECT_EQ(Load(), error);
  EXPECT_TRUE(Knows(1));
  Replace("users: 6\n");
  EXPECT_NE(Load(), error);
  EXPECT_TRUE(Knows(1));
  // The contents before the error are loaded again, so that it is over.
  Replace(WithKey(1));
  EXPECT_EQ(Load(), kLoaded);
}

TEST_F(CallersFileLoaderTest, KeepsTheCallersWithoutAFile) {
  Replace(WithKey(1));
  EXPECT_EQ(Load(), kLoaded);
  fs::remove(path_);
  EXPECT_EQ(Load(), path_ + ": cannot be read: No such file or directory");
  EXPECT_TRUE(Knows(1));
  Replace(WithKey(1));
  EXPECT_EQ(Load(), kLoaded);
}

TEST_F(CallersFileLoaderTest, AdmitsCallsWhileTheFileChanges) {
  const std::string limits = "limits: {streams: 4, calls_per_minute: 1000000}";
  const auto file = [&](uint8_t number) {
    return fmt::format(
        "callers:\n"
        "  - {{name: seo, keys: [\"{}\"], {}}}\n"
        "  - {{name: ads, keys: [\"{}\"], {}}}\n",
        HashOf(1), limits, HashOf(number), limits);
  };
  Replace(file(2));
  EXPECT_EQ(Load(), "2 callers, 2 keys, 0 certificates");
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
  for (int i = 0; i < 40 || admitted == 0; ++i) {
    Replace(file(static_cast<uint8_t>(3 - i % 2)));
    EXPECT_EQ(Load(), "2 callers, 2 keys, 0 certificates");
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
