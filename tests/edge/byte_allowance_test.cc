#include "service/edge/byte_allowance.h"

#include "gtest/gtest.h"

namespace backlinks::edge {
namespace {

using Use = ByteAllowance::Use;

constexpr int64_t kMiB = 1 << 20;
constexpr int64_t kPiece = 16 << 10;
constexpr int64_t kTokenBytes = 16 << 10;  // Of a stream that is resumed.
constexpr absl::Duration kTick = absl::Milliseconds(50);

class ByteAllowanceTest : public testing::Test {
 protected:
  // What the connection did in a tick.
  Use Spend(ConnectionFacts facts) {
    facts.interval = kTick;
    return allowance_.Spend({.max_call_bytes = kMiB}, facts);
  }
  Use Receive(int64_t bytes) { return Spend({.received_bytes = bytes}); }
  // With one call whose request is not complete.
  Use ReceiveOfRequest(int64_t bytes) {
    return Spend({.awaited_requests = 1, .received_bytes = bytes});
  }
  // Nothing more is received for a second, or until something happens.
  Use WaitASecond(const ConnectionFacts& facts = {}) {
    Use use = Use::kAllowed;
    for (int i = 0; i < 20 && use == Use::kAllowed; ++i) use = Spend(facts);
    return use;
  }

  ByteAllowance allowance_;
};

TEST_F(ByteAllowanceTest, EndsAFloodThatLasts) {
  EXPECT_EQ(Receive(kMiB / 4), Use::kAllowed) << "a burst";
  EXPECT_EQ(Receive(kMiB), Use::kAllowed) << "their calls may be late";
  EXPECT_EQ(WaitASecond(), Use::kFlood);
}

TEST_F(ByteAllowanceTest, EndsALargeFloodAtOnce) {
  EXPECT_EQ(Receive(8 * kMiB + kMiB / 4), Use::kAllowed);
  EXPECT_EQ(Receive(kMiB / 4), Use::kFlood);
}

TEST_F(ByteAllowanceTest, EndsWhatIsReadOnAndOnWithoutACall) {
  EXPECT_EQ(Receive(kPiece), Use::kAllowed);
  EXPECT_EQ(Receive(kPiece), Use::kAllowed);
  EXPECT_EQ(Spend({.begun_calls = 1, .received_bytes = kPiece}), Use::kAllowed);
  EXPECT_EQ(Receive(kPiece), Use::kAllowed);
  EXPECT_EQ(Receive(0), Use::kAllowed);
  EXPECT_EQ(Receive(kPiece), Use::kAllowed);
  EXPECT_EQ(Receive(kPiece), Use::kAllowed);
  EXPECT_EQ(Receive(kPiece), Use::kFlood);
}

TEST_F(ByteAllowanceTest, KeepsWhatArrivesAfterTheEndOfACall) {
  EXPECT_EQ(Spend({.lost_requests = 1}), Use::kAllowed);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(Receive(kPiece), Use::kAllowed);
}

TEST_F(ByteAllowanceTest, KeepsWhoReadsAtFullSpeed) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Spend({.running_calls = 1,
                     .received_bytes = kPiece,
                     .sent_bytes = 100 * kPiece}),
              Use::kAllowed);
  }
}

TEST_F(ByteAllowanceTest, KeepsWhoseCallsAreReportedLate) {
  EXPECT_EQ(Receive(5 * kMiB), Use::kAllowed);
  EXPECT_EQ(Receive(0), Use::kAllowed);
  EXPECT_EQ(Spend({.begun_calls = 6, .request_bytes = 5 * kMiB}),
            Use::kAllowed);
  EXPECT_EQ(WaitASecond(), Use::kAllowed);
}

TEST_F(ByteAllowanceTest, DoesNotGrowWhileNothingIsSent) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(WaitASecond(), Use::kAllowed);
  EXPECT_EQ(Receive(3 * kMiB), Use::kAllowed);
  EXPECT_EQ(WaitASecond(), Use::kFlood);
}

TEST_F(ByteAllowanceTest, KeepsWhatRequestsNeedThatAreStillSent) {
  ConnectionFacts facts = {.awaited_requests = 20, .received_bytes = 10 * kMiB};
  EXPECT_EQ(Spend(facts), Use::kAllowed);
  EXPECT_EQ(Spend(facts), Use::kAllowed);
  facts.received_bytes = 0;
  EXPECT_EQ(WaitASecond(facts), Use::kAllowed);
  facts.received_bytes = 3 * kMiB;
  facts.request_bytes = 3 * kMiB;
  EXPECT_EQ(Spend(facts), Use::kAllowed) << "three are complete";
  facts.request_bytes = 0;
  EXPECT_EQ(Spend(facts), Use::kAllowed);
  facts.received_bytes = 0;
  EXPECT_EQ(WaitASecond(facts), Use::kLargeRequests);
}

TEST_F(ByteAllowanceTest, EndsARequestThatIsTooLargeBeforeTheConnection) {
  EXPECT_EQ(ReceiveOfRequest(kMiB), Use::kAllowed);
  EXPECT_EQ(ReceiveOfRequest(kMiB), Use::kAllowed);
  EXPECT_EQ(WaitASecond({.awaited_requests = 1}), Use::kLargeRequests);
  EXPECT_EQ(Spend({.lost_requests = 1}), Use::kAllowed);
  EXPECT_EQ(Receive(2 * kMiB), Use::kAllowed) << "what was on its way";
  EXPECT_EQ(WaitASecond(), Use::kAllowed);
}

TEST_F(ByteAllowanceTest, EndsAHugeRequestAtOnce) {
  EXPECT_EQ(ReceiveOfRequest(50 * kMiB), Use::kLargeRequests);
}

TEST_F(ByteAllowanceTest, KeepsWhoseCallWasRejectedBeforeItsRequest) {
  EXPECT_EQ(Spend({.lost_requests = 1, .received_bytes = kMiB}), Use::kAllowed);
  EXPECT_EQ(WaitASecond(), Use::kAllowed);
  EXPECT_EQ(Receive(kMiB), Use::kAllowed);
  EXPECT_EQ(WaitASecond(), Use::kAllowed);
  EXPECT_EQ(Receive(2 * kMiB), Use::kAllowed);
  EXPECT_EQ(WaitASecond(), Use::kFlood) << "only once";
}

TEST_F(ByteAllowanceTest, KeepsARequestBesideThoseThatWereLost) {
  EXPECT_EQ(Spend({.awaited_requests = 3, .received_bytes = 3 * kMiB}),
            Use::kAllowed);
  // The one that is left need not be large.
  EXPECT_EQ(Spend({.awaited_requests = 1, .lost_requests = 2}), Use::kAllowed);
  EXPECT_EQ(WaitASecond({.awaited_requests = 1}), Use::kAllowed);
  EXPECT_EQ(ReceiveOfRequest(4 * kMiB), Use::kAllowed);
  EXPECT_EQ(WaitASecond({.awaited_requests = 1}), Use::kLargeRequests)
      << "it is";
}

TEST_F(ByteAllowanceTest, KeepsWhoseManyCallsWereRejected) {
  EXPECT_EQ(Spend({.begun_calls = 40,
                   .lost_requests = 40,
                   .received_bytes = 40 * kTokenBytes}),
            Use::kAllowed);
  EXPECT_EQ(WaitASecond(), Use::kAllowed);
}

TEST_F(ByteAllowanceTest, EndsAFloodOfRejectedCalls) {
  Use use = Use::kAllowed;
  for (int second = 0; second < 3 && use != Use::kFlood; ++second) {
    use = WaitASecond({.begun_calls = 100,
                       .lost_requests = 100,
                       .received_bytes = 100 * kTokenBytes});
  }
  EXPECT_EQ(use, Use::kFlood);
}

TEST_F(ByteAllowanceTest, EndsAFloodOfCallsAtOnce) {
  ConnectionFacts facts = {.lost_requests = 100, .given_up_requests = 100};
  EXPECT_EQ(Spend(facts), Use::kAllowed) << "within its allowance";
  facts.received_bytes = kMiB;
  EXPECT_EQ(Spend(facts), Use::kFlood);
}

TEST_F(ByteAllowanceTest, EndsAConnectionThatSendsManyLargeRequests) {
  int ended = 0;
  Use use = Use::kAllowed;
  for (int i = 0; i < 100 && use != Use::kFlood; ++i) {
    use = ReceiveOfRequest(50 * kMiB);
    if (use == Use::kLargeRequests) ++ended;
  }
  EXPECT_EQ(use, Use::kFlood);
  EXPECT_GE(ended, 4);
  EXPECT_LE(ended, 6) << "the last one without a write-off";
}

TEST_F(ByteAllowanceTest, WritesOffAgainAfterAWhile) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(ReceiveOfRequest(50 * kMiB), Use::kLargeRequests) << i;
    for (int second = 0; second < 6; ++second) {
      EXPECT_EQ(WaitASecond(), Use::kAllowed);
    }
  }
}

}  // namespace
}  // namespace backlinks::edge
