// The exporter against a collector of the published service.
#include "service/telemetry/span_exporter.h"

#include <cstdlib>
#include <optional>
#include <string>

#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "tests/telemetry/awaitable_span_counters.h"
#include "tests/telemetry/collector.h"

namespace backlinks::telemetry {
namespace {

using testing_trace::AwaitableSpanCounters;
using testing_trace::Collector;
namespace otlp = testing_trace::otlp;

Span MakeSpan() {
  Span span;
  span.trace_id = std::string(16, '\1');
  span.span_id = std::string(8, '\2');
  span.parent_id = std::string(8, '\3');
  span.parent_is_remote = true;
  span.state = "a=1";
  span.name = "name";
  span.kind = SpanKind::kServer;
  span.start = absl::FromUnixNanos(5);
  span.end = absl::FromUnixNanos(9);
  span.attributes = {{"text", std::string("\xff")},
                     {"number", int64_t{-1}},
                     {"part", 0.5},
                     {"yes", true}};
  span.events = {{"event", absl::FromUnixNanos(7)}};
  span.failed = true;
  span.error = "why";
  return span;
}

ExporterOptions Quick(const std::string& address) {
  return {
      .endpoint = {.address = address},
      .resource = {.version = "1.2.3", .instance_id = "i", .host_name = "h"},
      .max_batch_age = absl::Milliseconds(1),
      .max_attempts = 3,
      .backoff = {.first = absl::Milliseconds(1),
                  .max = absl::Milliseconds(2)}};
}

otlp::ExportTraceServiceRequest Parsed(const std::string& bytes) {
  otlp::ExportTraceServiceRequest request;
  EXPECT_TRUE(request.ParseFromString(bytes));
  return request;
}

grpc::Status Exhausted(bool says_when) {
  google::rpc::Status details;
  details.set_code(grpc::StatusCode::RESOURCE_EXHAUSTED);
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_nanos(1'000'000);
  if (says_when) details.add_details()->PackFrom(info);
  return {grpc::StatusCode::RESOURCE_EXHAUSTED, "full",
          details.SerializeAsString()};
}

// An environment variable, for as long as this lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    setenv(name, value, 1);
  }
  ~Variable() {
    if (old_) {
      setenv(name_, old_->c_str(), 1);
    } else {
      unsetenv(name_);
    }
  }

 private:
  const char* name_;
  std::optional<std::string> old_;
};

class SpanExporterTest : public testing::Test {
 protected:
  Collector collector_;
  AwaitableSpanCounters counters_;
};

TEST_F(SpanExporterTest, SendsEverythingThatASpanHolds) {
  SpanExporter exporter(Quick(collector_.address()), counters_);
  exporter.Export(MakeSpan());
  const auto request = Parsed(collector_.WaitForCalls(1)[0]);
  const auto& resource = request.resource_spans(0);
  EXPECT_EQ(resource.resource().attributes(0).value().string_value(),
            "backlinks");
  EXPECT_EQ(resource.resource().attributes(1).value().string_value(), "1.2.3");
  const auto& span = resource.scope_spans(0).spans(0);
  EXPECT_EQ(span.trace_id(), std::string(16, '\1'));
  EXPECT_EQ(span.span_id(), std::string(8, '\2'));
  EXPECT_EQ(span.parent_span_id(), std::string(8, '\3'));
  EXPECT_EQ(span.flags(), 0x301u);
  EXPECT_EQ(span.trace_state(), "a=1");
  EXPECT_EQ(span.name(), "name");
  EXPECT_EQ(span.start_time_unix_nano(), 5u);
  EXPECT_EQ(span.end_time_unix_nano(), 9u);
  EXPECT_EQ(span.attributes(0).value().string_value(), "\xEF\xBF\xBD");
  EXPECT_EQ(span.attributes(1).value().int_value(), -1);
  EXPECT_EQ(span.attributes(2).value().double_value(), 0.5);
  EXPECT_TRUE(span.attributes(3).value().bool_value());
  EXPECT_EQ(span.events(0).name(), "event");
  EXPECT_EQ(span.events(0).time_unix_nano(), 7u);
  EXPECT_EQ(span.status().message(), "why");
  counters_.WaitFor(1);
  EXPECT_EQ(counters_.exported(), 1);
}

TEST_F(SpanExporterTest, SendsBatches) {
  ExporterOptions options = Quick(collector_.address());
  options.max_batch = 2;
  options.max_batch_age = absl::Hours(1);
  SpanExporter exporter(options, counters_);
  for (int i = 0; i < 5; ++i) exporter.Export(MakeSpan());
  EXPECT_EQ(Parsed(collector_.WaitForCalls(2)[1])
                .resource_spans(0)
                .scope_spans(0)
                .spans_size(),
            2);
  exporter.Flush(absl::Hours(1));
  EXPECT_EQ(collector_.WaitForCalls(3).size(), 3u);
  EXPECT_EQ(counters_.exported(), 5);
  EXPECT_EQ(counters_.dropped(), 0);
}

class Retried : public SpanExporterTest,
                public testing::WithParamInterface<grpc::StatusCode> {};

TEST_P(Retried, IsSentAgain) {
  collector_.Answer({GetParam(), ""});
  SpanExporter exporter(Quick(collector_.address()), counters_);
  exporter.Export(MakeSpan());
  const auto calls = collector_.WaitForCalls(2);
  EXPECT_EQ(calls[0], calls[1]);
  counters_.WaitFor(1);
  EXPECT_EQ(counters_.exported(), 1);
}

INSTANTIATE_TEST_SUITE_P(Codes, Retried,
                         testing::Values(grpc::StatusCode::CANCELLED,
                                         grpc::StatusCode::DEADLINE_EXCEEDED,
                                         grpc::StatusCode::ABORTED,
                                         grpc::StatusCode::OUT_OF_RANGE,
                                         grpc::StatusCode::UNAVAILABLE,
                                         grpc::StatusCode::DATA_LOSS));

class Final : public SpanExporterTest,
              public testing::WithParamInterface<grpc::StatusCode> {};

TEST_P(Final, IsDroppedAtOnce) {
  collector_.Answer({GetParam(), ""});
  SpanExporter exporter(Quick(collector_.address()), counters_);
  exporter.Export(MakeSpan());
  counters_.WaitFor(1);
  EXPECT_EQ(counters_.dropped(), 1);
  EXPECT_EQ(collector_.WaitForCalls(1).size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Codes, Final,
                         testing::Values(grpc::StatusCode::INVALID_ARGUMENT,
                                         grpc::StatusCode::UNIMPLEMENTED,
                                         grpc::StatusCode::UNAUTHENTICATED,
                                         grpc::StatusCode::PERMISSION_DENIED,
                                         grpc::StatusCode::INTERNAL,
                                         grpc::StatusCode::UNKNOWN));

TEST_F(SpanExporterTest, AFullCollectorIsRetriedOnlyAfterItsRetryDelay) {
  collector_.Answer(Exhausted(true));
  collector_.Answer(grpc::Status::OK);
  collector_.Answer(Exhausted(false));
  SpanExporter exporter(Quick(collector_.address()), counters_);
  exporter.Export(MakeSpan());
  counters_.WaitFor(1);
  EXPECT_EQ(counters_.exported(), 1);
  exporter.Export(MakeSpan());
  counters_.WaitFor(2);
  EXPECT_EQ(counters_.dropped(), 1);
}

// The proxy is a port on which nobody listens.
TEST_F(SpanExporterTest, ReachesACollectorOnThisMachineWithoutAProxy) {
  const Variable proxy("http_proxy", "http://127.0.0.1:1");
  const Variable exceptions("no_proxy", "");
  SpanExporter exporter(Quick(collector_.address()), counters_);
  exporter.Export(MakeSpan());
  counters_.WaitFor(1);
  EXPECT_EQ(counters_.exported(), 1);
}

// 0.0.0.0 is this machine for the kernel, but not by its text.
TEST_F(SpanExporterTest, HonorsNoProxy) {
  const Variable proxy("http_proxy", "http://127.0.0.1:1");
  const std::string address =
      "0.0.0.0" + collector_.address().substr(sizeof("127.0.0.1") - 1);
  {
    const Variable exceptions("no_proxy", "collector.example");
    SpanExporter exporter(Quick(address), counters_);
    exporter.Export(MakeSpan());
    counters_.WaitFor(1);
    EXPECT_EQ(counters_.dropped(), 1);
  }
  int spans = 1;
  for (const char* list : {"collector.example, 0.0.0.0", "0.0.0.0/8", "*"}) {
    const Variable exceptions("no_proxy", list);
    SpanExporter exporter(Quick(address), counters_);
    exporter.Export(MakeSpan());
    counters_.WaitFor(++spans);
    EXPECT_EQ(counters_.exported(), spans - 1) << list;
  }
}

TEST_F(SpanExporterTest, GivesUpAfterItsAttempts) {
  for (int i = 0; i < 3; ++i) {
    collector_.Answer({grpc::StatusCode::UNAVAILABLE, ""});
  }
  SpanExporter exporter(Quick(collector_.address()), counters_);
  exporter.Export(MakeSpan());
  counters_.WaitFor(1);
  EXPECT_EQ(counters_.dropped(), 1);
  EXPECT_EQ(collector_.WaitForCalls(3).size(), 3u);
  exporter.Export(MakeSpan());
  counters_.WaitFor(2);
  EXPECT_EQ(counters_.exported(), 1);
}

TEST_F(SpanExporterTest, WhatIsRejectedCountsAsDropped) {
  collector_.Reject(1);
  ExporterOptions options = Quick(collector_.address());
  options.max_batch = 3;
  options.max_batch_age = absl::Hours(1);
  SpanExporter exporter(options, counters_);
  for (int i = 0; i < 3; ++i) exporter.Export(MakeSpan());
  counters_.WaitFor(3);
  EXPECT_EQ(counters_.exported(), 2);
  EXPECT_EQ(counters_.dropped(), 1);
}

// Nobody listens on port 1.
TEST_F(SpanExporterTest, WithoutACollectorTheQueueStaysBounded) {
  ExporterOptions options = Quick("127.0.0.1:1");
  options.max_queued = 2;
  options.max_batch = 1;
  options.backoff.first = options.backoff.max = absl::Hours(1);
  SpanExporter exporter(options, counters_);
  // One is under way and two are queued, at the most.
  for (int i = 0; i < 10; ++i) exporter.Export(MakeSpan());
  counters_.WaitFor(7);
  exporter.Flush(absl::Milliseconds(1));
  EXPECT_EQ(counters_.dropped(), 10);
  EXPECT_EQ(counters_.exported(), 0);
}

TEST_F(SpanExporterTest, FlushSendsTheRestAndAcceptsNoMore) {
  ExporterOptions options = Quick(collector_.address());
  options.max_batch_age = absl::Hours(1);
  SpanExporter exporter(options, counters_);
  exporter.Export(MakeSpan());
  exporter.Flush(absl::Hours(1));
  EXPECT_EQ(counters_.exported(), 1);
  exporter.Export(MakeSpan());
  EXPECT_EQ(counters_.dropped(), 1);
}

TEST_F(SpanExporterTest, CancelFlushEndsAFlush) {
  ExporterOptions options = Quick("127.0.0.1:1");
  options.backoff.first = options.backoff.max = absl::Hours(1);
  SpanExporter exporter(options, counters_);
  exporter.Export(MakeSpan());
  std::thread cancelling([&exporter] { exporter.CancelFlush(); });
  exporter.Flush(absl::Hours(1));
  cancelling.join();
  EXPECT_EQ(counters_.dropped(), 1);
}

}  // namespace
}  // namespace backlinks::telemetry
