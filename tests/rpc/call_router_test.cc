// The router against real gRPC clients over loopback: limits, admission and
// what is reported of connections.
#include "service/rpc/call_router.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/common/status/error_detail.h"
#include "service/common/status/error_details.h"
#include "service/common/status/status.h"
#include "service/rpc/call_credentials.h"
#include "tests/rpc/router_fixture.h"
#include "tests/support/random_source.h"

namespace backlinks::rpc {
namespace {

using Clock = std::chrono::steady_clock;
using testing::ElementsAre;
using testing_rpc::GenericCall;
using testing_rpc::kEcho;

// Admits no call, or all as one caller.
class FakeAccess final : public access::AccessControl {
 public:
  explicit FakeAccess(absl::Status status) : status_(std::move(status)) {}

  absl::StatusOr<std::shared_ptr<const access::Admission>> Admit(
      const access::Credentials& credentials) override {
    for (const auto value : credentials.authorization) {
      const std::lock_guard lock(mutex_);
      keys_.emplace_back(value);
    }
    was_private = credentials.is_private;
    if (!status_.ok()) return status_;
    return std::make_shared<const Admitted>(admitted);
  }

  std::vector<access::Caller> Callers() const override { return {}; }

  std::vector<std::string> keys() {
    const std::lock_guard lock(mutex_);
    return keys_;
  }
  std::atomic<bool> was_private = false;
  std::atomic<int> admitted = 0;

 private:
  class Admitted final : public access::Admission {
   public:
    explicit Admitted(std::atomic<int>& count) : count_(count) { ++count_; }
    ~Admitted() override { --count_; }
    const access::Caller& caller() const override { return caller_; }

   private:
    const access::Caller caller_ = {.name = "dashboard",
                                    .default_max_price = 2000};
    std::atomic<int>& count_;
  };

  const absl::Status status_;
  std::mutex mutex_;
  std::vector<std::string> keys_;
};

class CountingActivity final : public ConnectionActivity {
 public:
  bool OnCallBegin(std::string_view peer) override {
    EXPECT_TRUE(peer.starts_with("ipv4:127.0.0.1:")) << peer;
    const std::lock_guard lock(mutex_);
    last_peer_ = peer;
    ++begun;
    return is_open;
  }
  void OnRequest(std::string_view, int64_t /*bytes*/) override { ++requests; }
  void OnCallEnd(std::string_view, CallEnd end) override {
    if (end.reset) ++resets;
    if (!end.has_request) ++lost;
    if (end.rejected) ++rejected;
    ++ended;
  }

  std::string last_peer() const {
    const std::lock_guard lock(mutex_);
    return last_peer_;
  }

  std::atomic<bool> is_open = true;  // Connections are not being closed.
  std::atomic<int> begun = 0;
  std::atomic<int> requests = 0;
  std::atomic<int> resets = 0;
  std::atomic<int> lost = 0;  // Requests.
  std::atomic<int> rejected = 0;
  std::atomic<int> ended = 0;

 private:
  mutable std::mutex mutex_;
  std::string last_peer_;
};

class CallRouterTest : public testing_rpc::RouterFixture {
 protected:
  void WaitForAwaited(int64_t count) const {
    while (open_calls_->counts().awaited_requests < count) {
      absl::SleepFor(absl::Milliseconds(1));
    }
  }

  FakeAccess access_{absl::OkStatus()};
  FakeAccess refusal_{MakeError(Reason::kNoCredentials, "no key")};
  CountingActivity activity_;
};

TEST_F(CallRouterTest, AnswersWithoutTheEndOfTheClientsSide) {
  Serve();
  EXPECT_EQ(Call("four"), absl::OkStatus());
  EXPECT_EQ(response_, "four");
}

TEST_F(CallRouterTest, RejectsUnknownMethodsAndRecordsThem) {
  Serve();
  GenericCall call(channel_, "/no.such.Service/Call");
  const absl::Status status = call.Wait();
  EXPECT_EQ(GetReason(status), Reason::kUnknownMethod) << status;
  ASSERT_EQ(records_.records().size(), 1u);
  EXPECT_EQ(records_.records()[0].method, "/no.such.Service/Call");
  EXPECT_EQ(records_.started(), 1);
}

TEST_F(CallRouterTest, CallsWithoutARequestEndInTimeAndFreeTheirSlots) {
  constexpr int kCalls = 20;
  Serve({.max_open_calls = kCalls, .request_timeout = absl::Milliseconds(300)});
  for (int round = 0; round < 2; ++round) {
    const absl::Time start = absl::Now();
    std::vector<std::unique_ptr<GenericCall>> calls;
    calls.reserve(kCalls);
    for (int i = 0; i < kCalls; ++i) {
      calls.push_back(std::make_unique<GenericCall>(channel_, kEcho));
    }
    for (const auto& call : calls) {
      const absl::Status status = call->Wait();
      EXPECT_EQ(GetReason(status), Reason::kRequestTimeout) << status;
    }
    EXPECT_GE(absl::Now() - start, absl::Milliseconds(300));
  }
  EXPECT_EQ(requests_, 0);
  EXPECT_EQ(records_.records().size(), 2u * kCalls);
  EXPECT_EQ(Call("later"), absl::OkStatus());
}

TEST_F(CallRouterTest, MoreOpenCallsThanTheLimitAreRejectedAtOnce) {
  // A call has waited long after 36 seconds.
  Serve({.max_open_calls = 2, .request_timeout = absl::Hours(1)});
  GenericCall first(channel_, kEcho);
  GenericCall second(channel_, kEcho);
  while (begun_ < 2) absl::SleepFor(absl::Milliseconds(1));
  const absl::Status status = Call("third");
  EXPECT_EQ(GetReason(status), Reason::kConcurrency) << status;
  EXPECT_TRUE(GetRetryDelay(status)) << status;
  EXPECT_EQ(records_.started(), 3);
  first.Send("first");
  EXPECT_EQ(first.Wait(), absl::OkStatus());
  while (!Call("fourth").ok()) absl::SleepFor(absl::Milliseconds(1));
  second.Cancel();
  second.Wait().IgnoreError();
}

TEST_F(CallRouterTest, ACallThatHasWaitedLongMakesPlace) {
  // A call that has begun may still be on its way to the others that wait.
  const auto await_requests = [this](int64_t count) {
    while (open_calls_->counts().awaited_requests < count) {
      absl::SleepFor(absl::Milliseconds(1));
    }
  };
  Serve({.max_open_calls = 2, .request_timeout = absl::Seconds(60)});
  GenericCall first(channel_, kEcho);
  await_requests(1);
  GenericCall second(channel_, kEcho);
  await_requests(2);
  while (!Call("third").ok()) absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(GetReason(first.Wait()), Reason::kConcurrency);
  second.Send("second");
  EXPECT_EQ(second.Wait(), absl::OkStatus());
}

TEST_F(CallRouterTest, EndAllEndsCallsAndRejectsLaterOnes) {
  Serve({.request_timeout = absl::Minutes(1)});
  GenericCall open(channel_, kEcho);
  while (begun_ < 1) absl::SleepFor(absl::Milliseconds(1));
  open_calls_->EndAll(MakeError(Reason::kDraining, "the end"));
  EXPECT_EQ(GetReason(open.Wait()), Reason::kDraining);
  EXPECT_EQ(GetReason(Call("later")), Reason::kDraining);
}

TEST_F(CallRouterTest, ASideThatClosesWithoutARequestIsNoCancellation) {
  Serve();
  GenericCall call(channel_, kEcho);
  call.CloseSide();
  EXPECT_EQ(call.Wait(), absl::OkStatus());
  EXPECT_EQ(call.response(), "");
  EXPECT_EQ(requests_, 1);
}

TEST_F(CallRouterTest, ACancellationBeforeTheRequestIsRecordedAsOne) {
  Serve();
  GenericCall call(channel_, kEcho);
  while (begun_ < 1) absl::SleepFor(absl::Milliseconds(1));
  call.Cancel();
  call.Wait().IgnoreError();
  while (records_.records().empty()) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(GetReason(records_.records()[0].status), Reason::kCancelled);
}

TEST_F(CallRouterTest, InflatesRequests) {
  Serve({.max_request_bytes = 100'000});
  const std::string text(100'000, 'x');
  for (const auto algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    EXPECT_EQ(Call(text, algorithm), absl::OkStatus());
    EXPECT_EQ(response_, text);
  }
}

TEST_F(CallRouterTest, RejectsRequestsThatAreTooLarge) {
  Serve({.max_request_bytes = 100'000});
  for (const auto algorithm :
       {GRPC_COMPRESS_NONE, GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    const absl::Status status = Call(std::string(100'001, 'x'), algorithm);
    EXPECT_EQ(GetReason(status), Reason::kRequestTooLarge) << status;
  }
  EXPECT_EQ(requests_, 0);
}

TEST_F(CallRouterTest, EndsARequestThatIsTooLargeBeforeItIsComplete) {
  Serve({.request_timeout = absl::Hours(1)}, {.activity = &activity_});
  const auto before = Clock::now();
  GenericCall call(channel_, kEcho);  // Sends nothing.
  WaitForAwaited(1);
  open_calls_->EndRequests("ipv4:127.0.0.1:1", 1, Clock::now());
  EXPECT_EQ(open_calls_->counts().awaited_requests, 1) << "of another peer";
  open_calls_->EndRequests(activity_.last_peer(), 1, before);
  EXPECT_EQ(open_calls_->counts().awaited_requests, 1) << "began later";
  open_calls_->EndRequests(activity_.last_peer(), 1, Clock::now());
  const absl::Status status = call.Wait();
  EXPECT_EQ(GetReason(status), Reason::kRequestTooLarge) << status;
  while (activity_.ended < 1) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(activity_.lost, 1);
  EXPECT_EQ(activity_.rejected, 1);
  EXPECT_EQ(Call("later"), absl::OkStatus());
  while (activity_.ended < 2) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(activity_.lost, 1);
  EXPECT_EQ(activity_.rejected, 1);
  EXPECT_EQ(activity_.resets, 0);
}

TEST_F(CallRouterTest, ManyRequestsThatAreTooLargeTogetherMayBeRetried) {
  Serve({.request_timeout = absl::Hours(1)}, {.activity = &activity_});
  GenericCall first(channel_, kEcho);
  GenericCall second(channel_, kEcho);
  WaitForAwaited(2);
  open_calls_->EndRequests(activity_.last_peer(), 2, Clock::now());
  for (GenericCall* call : {&first, &second}) {
    const absl::Status status = call->Wait();
    EXPECT_EQ(GetReason(status), Reason::kConcurrency) << status;
    EXPECT_TRUE(GetRetryDelay(status)) << status;
  }
}

// The other one was completed between the check and the end.
TEST_F(CallRouterTest, ARequestNextToOthersIsNotKnownToBeTooLarge) {
  Serve({.request_timeout = absl::Hours(1)}, {.activity = &activity_});
  GenericCall call(channel_, kEcho);
  WaitForAwaited(1);
  open_calls_->EndRequests(activity_.last_peer(), 2, Clock::now());
  const absl::Status status = call.Wait();
  EXPECT_EQ(GetReason(status), Reason::kConcurrency) << status;
  const auto info = ExtractDetail<google::rpc::ErrorInfo>(status);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->metadata().at("max_request_bytes"), "1048576");
}

TEST_F(CallRouterTest, ACallThatIsNotAdmittedEndsBeforeItsRequest) {
  Serve({.request_timeout = absl::Minutes(1)},
        {.access = &refusal_, .activity = &activity_});
  GenericCall call(channel_, kEcho);  // Sends nothing.
  EXPECT_EQ(GetReason(call.Wait()), Reason::kNoCredentials);
  EXPECT_EQ(begun_, 0);
  ASSERT_EQ(records_.records().size(), 1u);
  EXPECT_EQ(records_.records()[0].method, "Echo");
  EXPECT_EQ(GetReason(records_.records()[0].status), Reason::kNoCredentials);
  while (activity_.ended < 1) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(activity_.rejected, 1);
  EXPECT_EQ(activity_.resets, 0);
}

TEST_F(CallRouterTest, AnAdmissionLastsAsLongAsItsCall) {
  Serve({}, {.access = &access_});
  GenericCall call(channel_, kEcho, GRPC_COMPRESS_NONE, "Bearer key");
  while (begun_ < 1) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(access_.admitted, 1);
  EXPECT_TRUE(access_.was_private);
  EXPECT_THAT(access_.keys(), ElementsAre("Bearer key"));
  call.Send("bytes");
  EXPECT_EQ(call.Wait(), absl::OkStatus());
  EXPECT_EQ(default_max_price_, 2000);
  EXPECT_EQ(records_.records()[0].caller, "dashboard");
  while (access_.admitted > 0) absl::SleepFor(absl::Milliseconds(1));
}

TEST(IsLocalPeer, IsTrueForThisHostOnly) {
  for (const char* peer :
       {"unix:", "unix:/run/x", "ipv4:127.0.0.1:5", "ipv4:127.1.2.3:5",
        "ipv6:%5B::1%5D:5", "ipv6:[::1]:5"}) {
    EXPECT_TRUE(IsLocalPeer(peer)) << peer;
  }
  for (const char* peer : {"", "ipv4:10.0.0.127:5", "ipv4:12.7.0.1:5",
                           "ipv6:%5B::12%5D:5", "unknown"}) {
    EXPECT_FALSE(IsLocalPeer(peer)) << peer;
  }
}

TEST_F(CallRouterTest, CallsOfAConnectionThatIsBeingClosedGetNoSlot) {
  Serve({.max_open_calls = 1}, {.activity = &activity_});
  activity_.is_open = false;
  EXPECT_EQ(GetReason(Call("late")), Reason::kConcurrency);
  EXPECT_EQ(requests_, 0);
  activity_.is_open = true;
  while (!Call("next").ok()) absl::SleepFor(absl::Milliseconds(1));
}

TEST_F(CallRouterTest, ActivityIsBalancedUnderRandomCancels) {
  constexpr int kCalls = 2000;
  constexpr int kAtOnce = 50;
  Serve({.max_open_calls = kAtOnce / 2,
         .request_timeout = absl::Milliseconds(20)},
        {.access = &access_, .activity = &activity_});
  testing_support::RandomSource random(1);
  for (int i = 0; i < kCalls / kAtOnce; ++i) {
    std::vector<std::unique_ptr<GenericCall>> calls;
    calls.reserve(kAtOnce);
    for (int j = 0; j < kAtOnce; ++j) {
      calls.push_back(std::make_unique<GenericCall>(channel_, kEcho));
      if (random.Below(2) == 0) calls.back()->Send("request");
    }
    for (const auto& call : calls) {
      if (random.Below(3) > 0) call->Cancel();
    }
    for (const auto& call : calls) call->Wait().IgnoreError();
  }
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  // The server may not have noticed yet that all have ended.
  while (open_calls_->counts().open > 0 && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_EQ(Call("last"), absl::OkStatus());
  while (activity_.ended < activity_.begun && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(activity_.ended, activity_.begun);
  EXPECT_EQ(access_.admitted, 0);
  EXPECT_GT(activity_.resets, 0);
  EXPECT_GE(activity_.requests, requests_);
  EXPECT_EQ(static_cast<int>(records_.records().size()), records_.started());
}

}  // namespace
}  // namespace backlinks::rpc
