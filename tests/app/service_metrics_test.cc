#include "service/app/service_metrics.h"

#include <map>
#include <regex>
#include <sstream>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

using testing::HasSubstr;
using testing::Not;

// Every sample by its name and labels; a line that breaks the format fails.
std::map<std::string, double> Samples(const std::string& text) {
  static const std::regex sample(
      R"re(([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{[a-z_]+="[^"\\]*"(?:,[a-z_]+="[^"\\]*")*\})?) (\S+))re");
  static const std::regex comment(
      R"(# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram)))");
  std::map<std::string, double> samples;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, comment)) continue;
    const bool ok = std::regex_match(line, match, sample);
    EXPECT_TRUE(ok) << line;
    if (!ok) continue;
    EXPECT_TRUE(samples.emplace(match[1], std::stod(match[2])).second) << line;
  }
  return samples;
}

CallRecord MakeRecord() {
  CallRecord record;
  record.method = "StreamRefpages";
  record.target = "secret.example";
  record.duration = absl::Milliseconds(20);
  record.first_row = absl::Milliseconds(3);
  record.sent_rows = 100;
  record.scanned_rows = 120;
  record.sent_messages = 3;
  record.sent_bytes = 5000;
  record.pages = 2;
  record.cached_pages = 1;
  record.received_bytes = 9000;
  record.price = 1200;
  record.malformed_cells[FindColumn("ahrefs_rank")->number] = 4;
  return record;
}

TEST(ServiceMetrics, CountsWhatACallDid) {
  ServiceMetrics metrics("1.2.3", "ahrefs_v2");
  metrics.OnStart("StreamRefpages");
  metrics.OnStart("StreamRefpages");
  metrics.OnUpstream(200, absl::Milliseconds(2));
  metrics.OnUpstream(503, absl::Milliseconds(2));
  metrics.OnUpstream(0, absl::Seconds(5));
  metrics.OnFinish(MakeRecord());
  const auto samples = Samples(metrics.Text());
  const std::map<std::string, double> expected = {
      {R"(backlinks_build_info{upstream="ahrefs_v2",version="1.2.3"})", 1},
      {R"(backlinks_rpcs_total{code="OK",method="StreamRefpages"})", 1},
      {R"(backlinks_rpcs_total{code="OK",method="GetUsage"})", 0},
      {R"(backlinks_active_rpcs{method="StreamRefpages"})", 1},
      {R"(backlinks_rpc_seconds_count{method="StreamRefpages"})", 1},
      {R"(backlinks_rpc_seconds_bucket{method="StreamRefpages",le="0.01"})", 0},
      {R"(backlinks_rpc_seconds_bucket{method="StreamRefpages",le="0.025"})",
       1},
      {R"(backlinks_first_row_seconds_count{method="StreamRefpages"})", 1},
      {R"(backlinks_upstream_requests_total{status="200"})", 1},
      {R"(backlinks_upstream_requests_total{status="503"})", 1},
      {R"(backlinks_upstream_requests_total{status="none"})", 1},
      {"backlinks_upstream_request_seconds_count", 3},
      {R"(backlinks_malformed_cells_total{column="ahrefs_rank"})", 4},
      {"backlinks_sent_rows_total", 100},
      {"backlinks_scanned_rows_total", 120},
      {"backlinks_sent_messages_total", 3},
      {"backlinks_sent_bytes_total", 5000},
      {"backlinks_upstream_pages_total", 2},
      {"backlinks_upstream_cached_pages_total", 1},
      {"backlinks_upstream_received_bytes_total", 9000},
      {"backlinks_upstream_price_total", 1.2},
  };
  for (const auto& [name, value] : expected) {
    ASSERT_EQ(samples.count(name), 1u) << name << "\n" << metrics.Text();
    EXPECT_DOUBLE_EQ(samples.at(name), value) << name;
  }
}

TEST(ServiceMetrics, CountsByStatus) {
  ServiceMetrics metrics("1", "embedded");
  CallRecord record = MakeRecord();
  record.first_row = absl::ZeroDuration();
  record.status = absl::DataLossError("x");
  metrics.OnStart(record.method);
  metrics.OnFinish(record);
  const auto samples = Samples(metrics.Text());
  EXPECT_EQ(
      samples.at(
          R"(backlinks_rpcs_total{code="DATA_LOSS",method="StreamRefpages"})"),
      1);
  EXPECT_EQ(
      samples.count(
          R"(backlinks_first_row_seconds_count{method="StreamRefpages"})"),
      0u);
}

TEST(ServiceMetrics, KeepsWhatCallersChooseOutOfLabels) {
  ServiceMetrics metrics("1", "embedded");
  for (int i = 0; i < 100; ++i) {
    CallRecord record = MakeRecord();
    record.method = "Evil\"\n" + std::to_string(i);
    record.target = "hostile" + std::to_string(i);
    metrics.OnStart(record.method);
    metrics.OnFinish(record);
    metrics.OnUpstream(600 + i, absl::ZeroDuration());
    metrics.OnUpstream(-i, absl::ZeroDuration());
  }
  const std::string text = metrics.Text();
  EXPECT_THAT(text, Not(HasSubstr("hostile")));
  EXPECT_THAT(text, Not(HasSubstr("Evil")));
  const auto samples = Samples(text);
  EXPECT_EQ(samples.at(R"(backlinks_rpcs_total{code="OK",method="other"})"),
            100);
  EXPECT_EQ(samples.at(R"(backlinks_upstream_requests_total{status="none"})"),
            200);
}

TEST(ServiceMetrics, TellsOfTheProcess) {
  const ServiceMetrics metrics("1", "embedded");
  const auto samples = Samples(metrics.Text());
  EXPECT_GT(samples.at("process_resident_memory_bytes"), 1e6);
  EXPECT_GE(samples.at("process_virtual_memory_bytes"),
            samples.at("process_resident_memory_bytes"));
  EXPECT_GE(samples.at("process_cpu_seconds_total"), 0);
  EXPECT_GE(samples.at("process_threads"), 1);
  EXPECT_GE(samples.at("process_open_fds"), 3);
  EXPECT_GT(samples.at("process_max_fds"), samples.at("process_open_fds"));
  const double now = absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch());
  EXPECT_LE(samples.at("process_start_time_seconds"), now + 2);
  EXPECT_GT(samples.at("process_start_time_seconds"), now - 86400);
}

TEST(ServiceMetrics, CountsFromManyThreads) {
  ServiceMetrics metrics("1", "embedded");
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&metrics] {
      for (int i = 0; i < 200; ++i) {
        metrics.OnStart("StreamRefpages");
        metrics.OnUpstream(200 + i % 5, absl::Milliseconds(i));
        metrics.OnFinish(MakeRecord());
        EXPECT_FALSE(i % 50 == 0 && metrics.Text().empty());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const auto samples = Samples(metrics.Text());
  EXPECT_EQ(samples.at("backlinks_sent_rows_total"), 80000);
  EXPECT_EQ(samples.at(R"(backlinks_active_rpcs{method="StreamRefpages"})"), 0);
}

}  // namespace
}  // namespace backlinks
