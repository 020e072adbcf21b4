#include "service/telemetry/service_metrics.h"

#include <map>
#include <regex>
#include <sstream>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"

namespace backlinks::telemetry {
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
  record.request_bytes = 50;
  record.residual_tested = 120;
  record.residual_passed = 100;
  record.resumes = 1;
  record.repeated_price = 200;
  record.malformed_cells[FindColumn("ahrefs_rank")->number] = 4;
  return record;
}

void ExpectSamples(const ServiceMetrics& metrics,
                   const std::map<std::string, double>& expected) {
  const auto samples = Samples(metrics.Text());
  for (const auto& [name, value] : expected) {
    ASSERT_EQ(samples.count(name), 1u) << name << "\n" << metrics.Text();
    EXPECT_DOUBLE_EQ(samples.at(name), value) << name;
  }
}

// A sample of gRPC's metrics for a method of the service, with more labels.
std::string Grpc(const std::string& name, const std::string& method,
                 const std::string& more = "") {
  return "grpc_server_call_" + name +
         R"({grpc_method="backlinks.v1.BacklinksService/)" + method + "\"" +
         more + "}";
}

TEST(ServiceMetrics, CountsWhatACallDid) {
  ServiceMetrics metrics("1.2.3", "ahrefs_v2");
  metrics.OnStart("StreamRefpages");
  metrics.OnFinish(MakeRecord());
  ExpectSamples(
      metrics,
      {{R"(backlinks_build_info{upstream="ahrefs_v2",version="1.2.3"})", 1},
       {R"(backlinks_malformed_cells_total{column="ahrefs_rank"})", 4},
       {R"(backlinks_malformed_cells_total{column="title"})", 0},
       {R"(backlinks_malformed_cells_total{column="other"})", 0},
       {"backlinks_sent_rows_total", 100},
       {"backlinks_scanned_rows_total", 120},
       {"backlinks_residual_tested_rows_total", 120},
       {"backlinks_residual_passed_rows_total", 100},
       {"backlinks_sent_batches_total", 3},
       {"backlinks_sent_bytes_total", 5000},
       {"backlinks_upstream_pages_total", 2},
       {"backlinks_upstream_cached_pages_total", 1},
       {"backlinks_upstream_received_bytes_total", 9000},
       {"backlinks_upstream_price_total", 1.2},
       {"backlinks_upstream_repeated_price_total", 0.2},
       {"backlinks_upstream_resumes_total", 1}});
}

TEST(ServiceMetrics, NamesRpcsAsGrpcDoes) {
  ServiceMetrics metrics("1", "embedded");
  metrics.OnStart("StreamRefpages");
  metrics.OnStart("StreamRefpages");
  metrics.OnFinish(MakeRecord());
  const std::string m = "StreamRefpages";
  const std::string ok = R"(,grpc_status="OK")";
  const std::string sent = "sent_total_compressed_message_size_bytes";
  const std::string received = "rcvd_total_compressed_message_size_bytes";
  ExpectSamples(
      metrics,
      {{Grpc("started_total", m), 2},
       {Grpc("duration_seconds_count", m, ok), 1},
       {Grpc("duration_seconds_sum", m, ok), 0.02},
       {Grpc("duration_seconds_bucket", m, ok + R"(,le="0")"), 0},
       {Grpc("duration_seconds_bucket", m, ok + R"(,le="0.016")"), 0},
       {Grpc("duration_seconds_bucket", m, ok + R"(,le="0.02")"), 1},
       {Grpc(sent + "_sum", m, ok), 5000},
       {Grpc(sent + "_bucket", m, ok + R"(,le="4096")"), 0},
       {Grpc(sent + "_bucket", m, ok + R"(,le="16384")"), 1},
       {Grpc(sent + "_bucket", m, ok + R"(,le="4294967296")"), 1},
       {Grpc(received + "_sum", m, ok), 50},
       {Grpc(received + "_bucket", m, ok + R"(,le="0")"), 0},
       {R"(backlinks_active_calls{grpc_method="backlinks.v1.BacklinksService/StreamRefpages"})",
        1},
       {"backlinks_active_streams", 1},
       {R"(backlinks_first_row_seconds_count{grpc_method="backlinks.v1.BacklinksService/StreamRefpages"})",
        1}});
}

TEST(ServiceMetrics, OnlyStreamsAreActiveStreams) {
  ServiceMetrics metrics("1", "embedded");
  metrics.OnStart("ListRefpages");
  metrics.OnStart("StreamRefpages");
  ExpectSamples(metrics, {{"backlinks_active_streams", 1}});
}

TEST(ServiceMetrics, HasTheBucketsOfGrpcProposalA66) {
  const ServiceMetrics metrics("1", "embedded");
  const std::string text = metrics.Text();
  size_t durations = 0;
  size_t sizes = 0;
  for (const auto& [name, value] : Samples(text)) {
    if (name.find("GetUsage\"") == std::string::npos) continue;
    durations += name.find("call_duration_seconds_bucket") != std::string::npos;
    sizes += name.find("sent_total_compressed_message_size_bytes_bucket") !=
             std::string::npos;
  }
  EXPECT_EQ(durations, 41u + 1u);
  EXPECT_EQ(sizes, 14u + 1u);
}

TEST(ServiceMetrics, HasEverySeriesOfAHealthyServerAtOnce) {
  const ServiceMetrics metrics("1", "embedded");
  const auto samples = Samples(metrics.Text());
  const std::string ok = R"(,grpc_status="OK")";
  for (const std::string method :
       {"StreamRefpages", "ListRefpages", "ExplainRefpages", "ParseFilter",
        "GetUsage"}) {
    EXPECT_EQ(samples.count(Grpc("started_total", method)), 1u) << method;
    EXPECT_EQ(samples.count(Grpc("duration_seconds_count", method, ok)), 1u);
  }
  for (const std::string phase :
       {"resolve", "connect", "tls", "head", "body"}) {
    EXPECT_EQ(samples.count("backlinks_upstream_phase_seconds_count{phase=\"" +
                            phase + "\"}"),
              1u)
        << phase;
  }
  EXPECT_EQ(samples.at(R"(backlinks_upstream_requests_total{status="200"})"),
            0);
  for (const std::string reason : {"queue_full", "write_failed"}) {
    EXPECT_EQ(samples.at("backlinks_log_lines_dropped_total{reason=\"" +
                         reason + "\"}"),
              0);
  }
}

TEST(ServiceMetrics, CountsTheLinesThatTheLogHasLost) {
  ServiceMetrics metrics("1", "embedded");
  metrics.SetLogLosses([] { return LogLosses{5, 7}; });
  ExpectSamples(
      metrics,
      {{R"(backlinks_log_lines_dropped_total{reason="queue_full"})", 5},
       {R"(backlinks_log_lines_dropped_total{reason="write_failed"})", 7}});
}

TEST(ServiceMetrics, CountsConnections) {
  ServiceMetrics metrics("1", "embedded");
  metrics.SetConnections([] {
    ConnectionCounts counts{.open = 3, .max = 100, .accepted = 9};
    counts.of(RefusalReason::kPerPeer) = 5;
    counts.of(CloseReason::kResets) = 7;
    return counts;
  });
  ExpectSamples(
      metrics,
      {{"backlinks_open_connections", 3},
       {"backlinks_max_connections", 100},
       {"backlinks_accepted_connections_total", 9},
       {R"(backlinks_refused_connections_total{reason="per_peer"})", 5},
       {R"(backlinks_refused_connections_total{reason="descriptors"})", 0},
       {R"(backlinks_closed_connections_total{reason="resets"})", 7},
       {R"(backlinks_closed_connections_total{reason="flood"})", 0}});
}

TEST(ServiceMetrics, CountsOpenCalls) {
  ServiceMetrics metrics("1", "embedded");
  ExpectSamples(metrics, {{"backlinks_open_calls", 0}});
  metrics.SetOpenCalls([] {
    return OpenCallCounts{.open = 5, .awaited_requests = 3, .max = 9};
  });
  ExpectSamples(metrics, {{"backlinks_open_calls", 5},
                          {"backlinks_awaited_requests", 3},
                          {"backlinks_max_open_calls", 9}});
}

TEST(ServiceMetrics, WritesTheBoundsOfBucketsAsTheyWereGiven) {
  const ServiceMetrics metrics("1", "embedded");
  const auto samples = Samples(metrics.Text());
  for (const char* bound :
       {"0", "1e-05", "0.0003", "0.0006", "0.065", "100", "+Inf"}) {
    EXPECT_EQ(samples.count(
                  Grpc("duration_seconds_bucket", "GetUsage",
                       absl::StrCat(R"(,grpc_status="OK",le=")", bound, "\""))),
              1u)
        << bound;
  }
}

TEST(ServiceMetrics, CountsByStatus) {
  ServiceMetrics metrics("1", "embedded");
  CallRecord record = MakeRecord();
  record.method = "ExplainRefpages";
  record.first_row = absl::ZeroDuration();
  record.status = absl::DataLossError("x");
  metrics.OnStart(record.method);
  metrics.OnFinish(record);
  const auto samples = Samples(metrics.Text());
  const std::string data_loss = R"(,grpc_status="DATA_LOSS")";
  EXPECT_EQ(
      samples.at(Grpc("duration_seconds_count", record.method, data_loss)), 1);
  EXPECT_EQ(
      samples.count(
          R"(backlinks_first_row_seconds_count{grpc_method="backlinks.v1.BacklinksService/ExplainRefpages"})"),
      0u);
}

TEST(ServiceMetrics, CountsFailuresByReason) {
  ServiceMetrics metrics("1", "embedded");
  for (const absl::Status& status :
       {absl::OkStatus(), MakeError(Reason::kConcurrency, "full"),
        MakeError(Reason::kConcurrency, "full"),
        MakeError(Reason::kCallerRejected, "bad target"),
        absl::UnimplementedError("no ErrorInfo")}) {
    CallRecord record = MakeRecord();
    record.status = status;
    metrics.OnStart(record.method);
    metrics.OnFinish(record);
  }
  ExpectSamples(
      metrics,
      {{R"(backlinks_failed_calls_total{reason="CONCURRENCY"})", 2},
       {R"(backlinks_failed_calls_total{reason="UPSTREAM_REJECTED"})", 1},
       {R"(backlinks_failed_calls_total{reason="none"})", 1},
       {R"(backlinks_failed_calls_total{reason="INVALID_QUERY"})", 0},
       {R"(backlinks_failed_calls_total{reason="INTERNAL"})", 0}});
}

TEST(ServiceMetrics, CountsByCaller) {
  ServiceMetrics metrics("1", "embedded");
  CallRecord record = MakeRecord();
  metrics.OnFinish(record);
  record.caller = "seo";
  metrics.OnFinish(record);
  metrics.OnFinish(record);
  record.status = absl::DataLossError("x");
  metrics.OnFinish(record);
  ExpectSamples(
      metrics,
      {{R"(backlinks_caller_calls_total{caller="anonymous",grpc_status="OK"})",
        1},
       {R"(backlinks_caller_calls_total{caller="seo",grpc_status="OK"})", 2},
       {R"(backlinks_caller_calls_total{caller="seo",grpc_status="DATA_LOSS"})",
        1},
       {R"(backlinks_caller_sent_rows_total{caller="anonymous"})", 100},
       {R"(backlinks_caller_sent_rows_total{caller="seo"})", 300},
       {R"(backlinks_caller_price_total{caller="seo"})", 3.6}});
}

TEST(ServiceMetrics, HasAMaximumOfCallers) {
  ServiceMetrics metrics("1", "embedded");
  CallRecord record = MakeRecord();
  for (int i = 0; i < 1500; ++i) {
    record.caller = absl::StrCat("caller-", i);
    metrics.OnFinish(record);
  }
  record.caller = "caller-999";
  metrics.OnFinish(record);
  ExpectSamples(
      metrics,
      {{R"(backlinks_caller_sent_rows_total{caller="caller-0"})", 100},
       {R"(backlinks_caller_sent_rows_total{caller="caller-999"})", 200},
       {R"(backlinks_caller_sent_rows_total{caller="other"})", 50'000}});
  EXPECT_THAT(metrics.Text(), Not(HasSubstr("caller-1000")));
}

TEST(ServiceMetrics, DescribesTheCallersFile) {
  ServiceMetrics metrics("1", "embedded");
  const auto expect = [&metrics](double callers, double valid, double loaded,
                                 double failed) {
    ExpectSamples(
        metrics,
        {{"backlinks_callers", callers},
         {"backlinks_callers_file_valid", valid},
         {R"(backlinks_callers_file_loads_total{result="success"})", loaded},
         {R"(backlinks_callers_file_loads_total{result="failure"})", failed}});
  };
  expect(0, 1, 0, 0);
  metrics.callers().OnFileLoaded(3);
  expect(3, 1, 1, 0);
  metrics.callers().OnFileInvalid();
  expect(3, 0, 1, 1);
  metrics.callers().OnFileLoaded(2);
  expect(2, 1, 2, 1);
}

TEST(ServiceMetrics, HasTheLimitOfCalls) {
  ServiceMetrics metrics("1", "embedded");
  metrics.SetMaxStreams(7);
  ExpectSamples(metrics, {{"backlinks_max_streams", 7}});
}

TEST(ServiceMetrics, KnowsWhenTheCertificateExpires) {
  constexpr char kNotAfter[] =
      "backlinks_tls_certificate_not_after_timestamp_seconds";
  constexpr char kErrors[] = "backlinks_tls_reload_errors_total";
  ServiceMetrics metrics("1.2.3", "embedded");
  ExpectSamples(metrics, {{kNotAfter, 0}, {kErrors, 0}});
  metrics.tls().OnServed(absl::FromUnixSeconds(1'800'000'000));
  metrics.tls().OnWrongFiles();
  ExpectSamples(metrics, {{kNotAfter, 1'800'000'000}, {kErrors, 1}});
}

TEST(ServiceMetrics, HasTheMetricsOfTheUpstream) {
  ServiceMetrics metrics("1", "embedded");
  metrics.OnUpstream(200, absl::Milliseconds(2));
  metrics.OnUpstream(503, absl::Milliseconds(2));
  metrics.OnUpstream(0, absl::Seconds(5));
  metrics.OnUpstreamPhase(UpstreamPhase::kResolve, absl::Seconds(1));
  metrics.OnUpstreamPhase(UpstreamPhase::kConnect, absl::Seconds(2));
  metrics.OnUpstreamPhase(UpstreamPhase::kTls, absl::Seconds(3));
  metrics.OnUpstreamPhase(UpstreamPhase::kHead, absl::Seconds(4));
  metrics.OnUpstreamPhase(UpstreamPhase::kBody, absl::Seconds(5));
  metrics.OnUpstreamRetry(503, absl::Milliseconds(200));
  metrics.OnRateWait("seo", absl::Milliseconds(500));
  metrics.OnRateWait("", absl::Seconds(1));
  ExpectSamples(
      metrics,
      {{R"(backlinks_upstream_requests_total{status="200"})", 1},
       {R"(backlinks_upstream_requests_total{status="503"})", 1},
       {R"(backlinks_upstream_requests_total{status="none"})", 1},
       {"backlinks_upstream_request_seconds_count", 3},
       {R"(backlinks_upstream_phase_seconds_sum{phase="resolve"})", 1},
       {R"(backlinks_upstream_phase_seconds_sum{phase="connect"})", 2},
       {R"(backlinks_upstream_phase_seconds_sum{phase="tls"})", 3},
       {R"(backlinks_upstream_phase_seconds_sum{phase="head"})", 4},
       {R"(backlinks_upstream_phase_seconds_sum{phase="body"})", 5},
       {"backlinks_upstream_retries_total", 1},
       {"backlinks_upstream_rate_wait_seconds_total", 1.5},
       {R"(backlinks_caller_rate_wait_seconds_total{caller="seo"})", 0.5},
       {R"(backlinks_caller_rate_wait_seconds_total{)"
        R"(caller="anonymous"})",
        1}});
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
  EXPECT_EQ(
      samples.at(R"(grpc_server_call_started_total{grpc_method="other"})"),
      100);
  EXPECT_EQ(samples.at(R"(backlinks_upstream_requests_total{status="none"})"),
            200);
}

TEST(ServiceMetrics, DescribesTheProcess) {
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
        metrics.OnUpstreamPhase(UpstreamPhase::kHead, absl::Milliseconds(i));
        metrics.OnFinish(MakeRecord());
        EXPECT_FALSE(i % 50 == 0 && metrics.Text().empty());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const auto samples = Samples(metrics.Text());
  EXPECT_EQ(samples.at("backlinks_sent_rows_total"), 80000);
  EXPECT_EQ(samples.at("backlinks_active_streams"), 0);
}

}  // namespace
}  // namespace backlinks::telemetry
