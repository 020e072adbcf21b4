#include "service/edge/connection_rules.h"

#include <optional>

#include "gtest/gtest.h"
#include "service/edge/notice_throttle.h"

namespace backlinks::edge {
namespace {

constexpr int64_t kMiB = 1 << 20;

ConnectionRules Rules() {
  return {.request_timeout = absl::Seconds(10),
          .max_idle = absl::Minutes(1),
          .max_call_bytes = kMiB};
}

// A connection that has sent a request, a second after the last decision.
ConnectionFacts Healthy() {
  return {.age = absl::Minutes(5),
          .quiet_time = absl::ZeroDuration(),
          .has_sent_request = true,
          .interval = absl::Seconds(1)};
}

std::optional<CloseReason> Decide(const ConnectionFacts& facts) {
  const ConnectionRules rules = Rules();
  ByteAllowance allowance;
  return FindVerdict(rules, facts, allowance).close;
}

TEST(FindCloseReason, KeepsWhatIsHealthy) {
  EXPECT_EQ(Decide(Healthy()), std::nullopt);
  ConnectionFacts busy = Healthy();
  busy.running_calls = 100;
  busy.quiet_time = absl::Hours(10);
  EXPECT_EQ(Decide(busy), std::nullopt) << "streams that run for hours";
  ConnectionFacts reader = Healthy();
  reader.sent_bytes = 1000 * kMiB;
  reader.received_bytes = 10 * kMiB;
  EXPECT_EQ(Decide(reader), std::nullopt) << "window updates";
  ConnectionFacts caller = Healthy();
  caller.begun_calls = 5000;
  caller.request_bytes = caller.received_bytes = 5000 * kMiB;
  EXPECT_EQ(Decide(caller), std::nullopt) << "many calls with large requests";
}

TEST(FindCloseReason, NeedsAFirstRequestInTime) {
  ConnectionFacts facts = Healthy();
  facts.has_sent_request = false;
  facts.running_calls = 1;  // Its headers came, but not its message.
  facts.age = absl::Seconds(10);
  EXPECT_EQ(Decide(facts), std::nullopt);
  facts.age = absl::Seconds(11);
  EXPECT_EQ(Decide(facts), CloseReason::kFirstRequestTimeout);
}

TEST(FindCloseReason, WaitsLessForRequestsInACrowd) {
  ConnectionFacts facts = Healthy();
  facts.age = absl::Seconds(3);
  facts.is_crowded = true;
  EXPECT_EQ(Decide(facts), std::nullopt) << "it has sent a request";
  facts.has_sent_request = false;
  EXPECT_EQ(Decide(facts), CloseReason::kFirstRequestTimeout);
  facts.is_crowded = false;
  EXPECT_EQ(Decide(facts), std::nullopt);
}

TEST(FindCloseReason, LeavesIdleConnectionsToGrpcFirst) {
  ConnectionFacts facts = Healthy();
  facts.quiet_time = absl::Seconds(61);
  EXPECT_EQ(Decide(facts), std::nullopt);
  facts.quiet_time = absl::Seconds(66);
  EXPECT_EQ(Decide(facts), CloseReason::kIdle);
}

TEST(FindCloseReason, ClosesWhoCancelsMostCalls) {
  CallFacts calls = {
      .interval = absl::Milliseconds(10), .ended = 300, .reset = 200};
  EXPECT_EQ(FindCloseReason(Rules(), calls), std::nullopt);
  calls.reset = 201;
  EXPECT_EQ(FindCloseReason(Rules(), calls), CloseReason::kResets);
  calls.ended = 402;
  EXPECT_EQ(FindCloseReason(Rules(), calls), std::nullopt) << "half of them";
  calls.ended = 300;
  calls.interval = absl::Seconds(2);
  EXPECT_EQ(FindCloseReason(Rules(), calls), std::nullopt) << "100 a second";
}

TEST(FindCloseReason, ClosesWhoIgnoresTheMaximumOfCalls) {
  ConnectionRules rules = Rules();
  rules.max_running_calls = 3;
  EXPECT_EQ(FindCloseReason(rules, CallFacts{.running = 6}), std::nullopt);
  EXPECT_EQ(FindCloseReason(rules, CallFacts{.running = 7}),
            CloseReason::kCalls);
}

TEST(FindVerdict, TellsFloodsFromLargeRequests) {
  const ConnectionRules rules = Rules();
  ConnectionFacts facts = Healthy();
  facts.received_bytes = 100 * kMiB;
  ByteAllowance allowance;
  EXPECT_EQ(FindVerdict(rules, facts, allowance).close, CloseReason::kFlood);
  facts.awaited_requests = facts.running_calls = 1;
  ByteAllowance other;
  const Verdict verdict = FindVerdict(rules, facts, other);
  EXPECT_EQ(verdict.close, std::nullopt);
  EXPECT_EQ(verdict.large_requests, facts.awaited_requests);
}

TEST(NoticeThrottle, ReportsEachReasonEveryTenSeconds) {
  NoticeThrottle throttle;
  const auto start = NoticeThrottle::Clock::time_point();
  EXPECT_EQ(throttle.Count("a", start), 1);
  EXPECT_EQ(throttle.Count("a", start + std::chrono::seconds(9)), std::nullopt);
  EXPECT_EQ(throttle.Count("b", start + std::chrono::seconds(9)), 1);
  EXPECT_EQ(throttle.Count("a", start + std::chrono::seconds(10)), 2);
}

}  // namespace
}  // namespace backlinks::edge
