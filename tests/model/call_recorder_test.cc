#include "service/model/call_recorder.h"

#include <array>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

TEST(CallRecorderTest, BeginsWithTheOriginOfTheCall) {
  const absl::Time before = absl::Now();
  CallRecorder recorder({.method = "ListRefpages",
                         .peer = "ipv4:127.0.0.1:54321",
                         .user_agent = "grpc-go",
                         .trace_id = "0af7"});
  recorder.OnCaller("seo-dashboard");
  recorder.OnRequest(12);
  const CallRecord& record = recorder.record();
  EXPECT_EQ(record.method, "ListRefpages");
  EXPECT_EQ(record.peer, "ipv4:127.0.0.1:54321");
  EXPECT_EQ(record.user_agent, "grpc-go");
  EXPECT_EQ(record.trace_id, "0af7");
  EXPECT_EQ(record.caller, "seo-dashboard");
  EXPECT_EQ(record.request_bytes, 12);
  EXPECT_GE(record.start, before);
  EXPECT_EQ(recorder.trace(), nullptr);
}

TEST(CallRecorderTest, AddsUpWhatTheUpstreamSends) {
  CallRecorder recorder;
  std::array<int64_t, kColumnCount + 1> malformed{};
  malformed[0] = 1;
  malformed[kColumnCount] = 2;
  for (int i = 0; i < 2; ++i) {
    recorder.OnUpstreamCalls(3);
    recorder.OnCachedPage();
    recorder.OnBody(100, malformed);
    recorder.OnPage();
    recorder.OnResume();
  }
  const CallRecord& record = recorder.record();
  EXPECT_EQ(record.upstream_calls, 6);
  EXPECT_EQ(record.cached_pages, 2);
  EXPECT_EQ(record.received_bytes, 200);
  EXPECT_EQ(record.malformed_cells[0], 2);
  EXPECT_EQ(record.malformed_cells[kColumnCount], 4);
  EXPECT_EQ(record.pages, 2);
  EXPECT_EQ(record.resumes, 2);
}

TEST(CallRecorderTest, FirstRowIsTheTimeOfTheFirstMessageWithRows) {
  CallRecorder recorder;
  recorder.OnMessage(0, 5);
  EXPECT_EQ(recorder.record().first_row, absl::ZeroDuration());
  recorder.OnMessage(2, 50);
  const absl::Duration first = recorder.record().first_row;
  EXPECT_GT(first, absl::ZeroDuration());
  absl::SleepFor(absl::Milliseconds(1));
  recorder.OnMessage(1, 20);
  EXPECT_EQ(recorder.record().first_row, first);
  EXPECT_EQ(recorder.record().sent_rows, 3);
  EXPECT_EQ(recorder.record().sent_bytes, 75);
  EXPECT_EQ(recorder.record().sent_messages, 3);
}

TEST(CallRecorderTest, TheResponseOfAUnaryCallReplacesItsMessages) {
  CallRecorder recorder;
  recorder.OnMessage(2, 50);
  recorder.OnMessage(1, 20);
  recorder.OnUnaryResponse(60);
  EXPECT_EQ(recorder.record().sent_rows, 3);
  EXPECT_EQ(recorder.record().sent_bytes, 60);
  EXPECT_EQ(recorder.record().sent_messages, 1);
}

TEST(CallRecorderTest, AUnaryCallThatFailsSendsNothing) {
  CallRecorder recorder;
  recorder.OnMessage(2, 50);
  recorder.OnUnaryResponse(std::nullopt);
  EXPECT_EQ(recorder.record().sent_rows, 0);
  EXPECT_EQ(recorder.record().sent_bytes, 0);
  EXPECT_EQ(recorder.record().sent_messages, 0);
}

TEST(CallRecorderTest, FinishesWithStatusAndDuration) {
  CallRecorder recorder;
  absl::SleepFor(absl::Milliseconds(1));
  recorder.OnFinish(absl::UnavailableError("it is away"));
  EXPECT_EQ(recorder.record().status, absl::UnavailableError("it is away"));
  EXPECT_GE(recorder.record().duration, absl::Milliseconds(1));
}

}  // namespace
}  // namespace backlinks
