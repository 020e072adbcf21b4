// The callers' file in the log and in the metrics.
#include "service/app/known_callers.h"

#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/telemetry/service_metrics.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kOneCaller =
    "callers: [{name: seo, certificates: [\"dns:seo\", \"dns:seo2\"]}]\n";

class KnownCallersTest : public testing::Test {
 protected:
  KnownCallersTest() {
    auto log = telemetry::CallLog::Open(log_path_, telemetry::LogLevel::kInfo);
    EXPECT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
  }

  auto Open(const std::string& path) {
    return KnownCallers::Open(path, false, *log_, metrics_.callers());
  }

  std::string LogText() {
    EXPECT_TRUE(log_->Flush(absl::Minutes(1)));
    std::stringstream text;
    text << std::ifstream(log_path_).rdbuf();
    return text.str();
  }

  const testing_file::TemporaryFolder folder_;
  const std::string log_path_ = folder_.path("log.jsonl");
  std::unique_ptr<telemetry::CallLog> log_;
  telemetry::ServiceMetrics metrics_{"1", "embedded"};
};

TEST_F(KnownCallersTest, AreNoneWithoutAFile) {
  const auto callers = Open("");
  ASSERT_TRUE(callers.ok());
  EXPECT_EQ(*callers, nullptr);
}

TEST_F(KnownCallersTest, NeedAValidFile) {
  const std::string path = folder_.Write("callers.yaml", "callers: 5\n");
  EXPECT_EQ(std::string(Open(path).status().message()),
            path + ":1: callers: must be a list of 0 to 10,000");
}

TEST_F(KnownCallersTest, AreReported) {
  const std::string path = folder_.Write("callers.yaml", kOneCaller);
  const auto callers = Open(path);
  ASSERT_TRUE(callers.ok()) << callers.status();
  EXPECT_TRUE((*callers)
                  ->access_control()
                  .Admit({.certificate_names = {"dns:seo"}})
                  .ok());
  EXPECT_THAT(LogText(),
              AllOf(HasSubstr(R"("level":"info")"),
                    HasSubstr(R"("message":"callers' file loaded")"),
                    HasSubstr(R"("callers":"1","keys":"0","certificates":"2")"
                              R"(,"anonymous":"denied")")));
  EXPECT_THAT(metrics_.Text(), HasSubstr("backlinks_callers 1\n"));
}

TEST_F(KnownCallersTest, StayWhileTheFileIsInvalid) {
  const std::string path = folder_.Write("callers.yaml", kOneCaller);
  const auto callers = Open(path);
  ASSERT_TRUE(callers.ok()) << callers.status();
  EXPECT_THAT(metrics_.Text(), HasSubstr("_callers_file_valid 1\n"));
  folder_.Write("callers.yaml", "callers: 5\n");
  EXPECT_THAT(std::string((*callers)->Reload().status().message()),
              HasSubstr(":1: callers: must be a list"));
  EXPECT_THAT(metrics_.Text(), HasSubstr("backlinks_callers 1\n"));
  metrics_.callers().OnFileInvalid();
  folder_.Write("callers.yaml", kOneCaller);
  EXPECT_EQ((*callers)->Reload(), absl::StatusOr<bool>(true));
  EXPECT_THAT(metrics_.Text(), HasSubstr("_callers_file_valid 1\n"));
}

TEST_F(KnownCallersTest, AreReportedIfTheyAreNew) {
  const std::string path = folder_.Write("callers.yaml", kOneCaller);
  const auto callers = Open(path);
  ASSERT_TRUE(callers.ok()) << callers.status();
  const std::string text = LogText();
  EXPECT_EQ((*callers)->Reload(), absl::StatusOr<bool>(false));
  EXPECT_EQ(LogText(), text);
  folder_.Write("callers.yaml", "callers: []\n");
  EXPECT_EQ((*callers)->Reload(), absl::StatusOr<bool>(true));
  EXPECT_THAT(LogText(), HasSubstr(R"("callers":"0")"));
}

}  // namespace
}  // namespace backlinks::app
