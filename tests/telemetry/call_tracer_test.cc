#include "service/telemetry/call_tracer.h"

#include <map>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/telemetry/awaitable_span_counters.h"
#include "tests/telemetry/collector.h"

namespace backlinks::telemetry {
namespace {

using opentelemetry::proto::trace::v1::Span;
using testing_trace::AwaitableSpanCounters;
using testing_trace::Collector;

class CallTracerTest : public testing::Test {
 protected:
  CallTracerTest()
      : exporter_({.endpoint = {.address = collector_.address()},
                   .max_batch_age = absl::Hours(1)},
                  counters_),
        tracer_(exporter_) {
    tracer_.SetUpstream({false, "::1", 80});
    record_.method = "StreamRefpages";
    record_.peer = "ipv6:%5B::1%5D:5000";
    record_.caller = "seo-dashboard";
    record_.start = absl::Now();
  }

  void Begin(const std::optional<TraceContext>& parent) {
    CallOrigin origin;
    tracer_.Begin(parent, origin);
    record_.trace_id = origin.trace_id;
    record_.trace = origin.trace;
  }

  // All that the collector got, in the order of their ends.
  std::vector<Span> Spans() {
    exporter_.Flush(absl::Hours(1));
    testing_trace::otlp::ExportTraceServiceRequest request;
    EXPECT_TRUE(request.ParseFromString(collector_.WaitForCalls(1)[0]));
    const auto& spans = request.resource_spans(0).scope_spans(0).spans();
    return {spans.begin(), spans.end()};
  }

  static std::map<std::string, std::string> Texts(const Span& span) {
    std::map<std::string, std::string> texts;
    for (const auto& attribute : span.attributes()) {
      texts[attribute.key()] =
          attribute.value().has_string_value()
              ? attribute.value().string_value()
              : std::to_string(attribute.value().int_value());
    }
    return texts;
  }

  Collector collector_;
  AwaitableSpanCounters counters_;
  SpanExporter exporter_;
  CallTracer tracer_;
  CallRecord record_;
};

TraceContext Parent(bool sampled) {
  return {.trace_id = std::string(16, '\1'),
          .parent_id = std::string(8, '\2'),
          .sampled = sampled,
          .state = "a=1"};
}

TEST_F(CallTracerTest, WhatTheCallerDoesNotSampleIsNotTraced) {
  Begin(Parent(false));
  EXPECT_EQ(record_.trace, nullptr);
  tracer_.OnFinish(record_);
  exporter_.Flush(absl::Hours(1));
  EXPECT_EQ(counters_.exported() + counters_.dropped(), 0);
}

TEST_F(CallTracerTest, ContinuesTheTraceOfTheCaller) {
  Begin(Parent(true));
  EXPECT_EQ(record_.trace_id, absl::BytesToHexString(std::string(16, '\1')));
  tracer_.OnFinish(record_);
  const Span span = Spans().at(0);
  EXPECT_EQ(span.trace_id(), std::string(16, '\1'));
  EXPECT_EQ(span.parent_span_id(), std::string(8, '\2'));
  EXPECT_EQ(span.trace_state(), "a=1");
}

TEST_F(CallTracerTest, WithoutAParentBeginsATrace) {
  Begin(std::nullopt);
  tracer_.OnFinish(record_);
  const Span span = Spans().at(0);
  EXPECT_EQ(absl::BytesToHexString(span.trace_id()), record_.trace_id);
  EXPECT_EQ(span.trace_id().size(), 16u);
  EXPECT_EQ(span.parent_span_id(), "");
  EXPECT_EQ(span.flags(), 0x101u);
}

TEST_F(CallTracerTest, DescribesACallByTheConventions) {
  Begin(std::nullopt);
  record_.status = MakeError(Reason::kUpstreamUnavailable, "it is away");
  tracer_.OnFinish(record_);
  const Span span = Spans().at(0);
  EXPECT_EQ(span.name(), "backlinks.v1.BacklinksService/StreamRefpages");
  EXPECT_EQ(span.kind(), Span::SPAN_KIND_SERVER);
  auto texts = Texts(span);
  EXPECT_EQ(texts["rpc.system"], "grpc");
  EXPECT_EQ(texts["rpc.service"], "backlinks.v1.BacklinksService");
  EXPECT_EQ(texts["rpc.method"], "StreamRefpages");
  EXPECT_EQ(texts["rpc.grpc.status_code"], "14");
  EXPECT_EQ(texts["error.type"], "UPSTREAM_UNAVAILABLE");
  EXPECT_EQ(texts["network.peer.address"], "::1");
  EXPECT_EQ(texts["network.peer.port"], "5000");
  EXPECT_EQ(texts["enduser.id"], "seo-dashboard");
  EXPECT_EQ(span.status().message(), "it is away");
}

TEST_F(CallTracerTest, ACallersMistakeIsNoFailureAndIsNotQuoted) {
  Begin(std::nullopt);
  record_.status = MakeInvalid(Reason::kInvalidQuery, {{"x", "secret"}});
  tracer_.OnFinish(record_);
  const Span span = Spans().at(0);
  EXPECT_FALSE(span.has_status());
  EXPECT_EQ(span.DebugString().find("secret"), std::string::npos);
}

TEST_F(CallTracerTest, UnknownMethodsHaveOneName) {
  record_.method = "/any.Thing/AtAll";
  Begin(std::nullopt);
  tracer_.OnFinish(record_);
  const Span span = Spans().at(0);
  EXPECT_EQ(span.name(), "_OTHER");
  EXPECT_EQ(span.DebugString().find("AtAll"), std::string::npos);
}

TEST_F(CallTracerTest, EveryAttemptIsASpanBelowTheDelivery) {
  Begin(std::nullopt);
  HttpRequest request{.redacted_target = "/v2?token=REDACTED"};
  UpstreamFetch fetch;
  RecordAttempts(request, fetch);
  const absl::Time now = record_.start;
  const SteadyTime began = SteadyTime::Now();
  *request.attempts = {
      {.start = now,
       .began = began,
       .error = MakeError(Reason::kUpstreamUnavailable, "refused")},
      {.start = now, .began = began, .sent = 1, .http_status = 503},
      {.start = now, .began = began, .sent = 1, .http_status = 200}};
  fetch.page = 4;
  fetch.rows = 7;
  fetch.end = began + absl::Seconds(1);
  record_.trace->OnFetch(fetch);
  record_.trace->OnDeliver(absl::Seconds(2), absl::OkStatus());
  tracer_.OnFinish(record_);
  const auto spans = Spans();
  ASSERT_EQ(spans.size(), 5u);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(spans[i].kind(), Span::SPAN_KIND_CLIENT);
    EXPECT_EQ(spans[i].parent_span_id(), spans[3].span_id());
    EXPECT_EQ(Texts(spans[i])["url.full"], "http://[::1]:80/v2");
    EXPECT_EQ(Texts(spans[i])["backlinks.page"], "4");
  }
  EXPECT_EQ(spans[3].parent_span_id(), spans[4].span_id());
  EXPECT_EQ(Texts(spans[0])["error.type"], "UPSTREAM_UNAVAILABLE");
  EXPECT_EQ(Texts(spans[0]).count("http.response.status_code"), 0u);
  EXPECT_EQ(Texts(spans[1])["error.type"], "503");
  EXPECT_EQ(Texts(spans[1]).count("http.request.resend_count"), 0u);
  EXPECT_EQ(Texts(spans[2])["http.request.resend_count"], "1");
  EXPECT_EQ(Texts(spans[2])["http.response.status_code"], "200");
  EXPECT_EQ(Texts(spans[2])["backlinks.rows"], "7");
  EXPECT_FALSE(spans[2].has_status());
  EXPECT_EQ(spans[2].end_time_unix_nano() - spans[2].start_time_unix_nano(),
            1'000'000'000u);
  EXPECT_EQ(spans[3].end_time_unix_nano() - spans[3].start_time_unix_nano(),
            2'000'000'000u);
}

TEST_F(CallTracerTest, AnInterruptionAfterAGoodHeadIsAFailure) {
  Begin(std::nullopt);
  UpstreamFetch fetch;
  fetch.attempts = {{.start = record_.start, .sent = 1, .http_status = 200}};
  fetch.status = MakeError(Reason::kUpstreamMalformed, "no JSON");
  record_.trace->OnFetch(fetch);
  tracer_.OnFinish(record_);
  const auto spans = Spans();
  EXPECT_EQ(Texts(spans[0])["error.type"], "UPSTREAM_MALFORMED");
  EXPECT_EQ(spans[0].parent_span_id(), spans[1].span_id());
}

}  // namespace
}  // namespace backlinks::telemetry
