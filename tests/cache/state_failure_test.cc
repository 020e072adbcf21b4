// A state that fails, at every operation: calls behave as without a cache.
#include <algorithm>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "service/cache/cache_key.h"
#include "tests/cache/cache_fixture.h"
#include "tests/support/state/state_client.h"

namespace backlinks::cache::testing_cache {
namespace {

class StateFailureTest : public CacheFixture {
 protected:
  void FailEvery(std::string_view failing) {
    state_.fail = [failing](std::string_view operation) {
      return operation == failing ? absl::UnavailableError("away")
                                  : absl::OkStatus();
    };
  }
};

TEST_F(StateFailureTest, CallsSucceedWhateverFails) {
  for (const std::string_view failing : {"get", "put", "acquire", "release"}) {
    Restart();
    FailEvery(failing);
    const int failures = observer_.state_failures;
    ExpectFresh(
        worker_->Finish(RequestFor(std::string(failing), absl::Hours(1))),
        kBody);
    EXPECT_GT(observer_.state_failures, failures) << failing;
    state_.fail = nullptr;
    ExpectIdle();
  }
}

TEST_F(StateFailureTest, CallsSucceedIfEverythingFails) {
  state_.fail = [](std::string_view) { return absl::UnavailableError("away"); };
  const Call first = Start(absl::Hours(1));
  const Call second = Start(absl::Hours(1));
  worker_->Run();
  ExpectFresh(first, kBody);
  ExpectCached(second, kBody);
  ExpectFresh(Finish(absl::Hours(1)), kBody);
  EXPECT_EQ(origin_.sends(), 2);
  const auto operations = state_.operations();
  EXPECT_EQ(std::count(operations.begin(), operations.end(), "acquire"), 0)
      << "after a failure";
  state_.fail = nullptr;
  ExpectFresh(Finish(absl::Hours(1)), kBody);
  ExpectCached(Finish(absl::Hours(1)), kBody);
}

// Each operation of a call in turn, with errors of every kind.
TEST_F(StateFailureTest, CallsSucceedIfOneOperationFails) {
  const absl::Status errors[] = {
      absl::UnavailableError("away"), absl::DataLossError("corrupt"),
      absl::InternalError("broken"), absl::CancelledError("cancelled")};
  for (const absl::Status& error : errors) {
    for (int failing = 0; failing < 6; ++failing) {
      clock_.Advance(absl::Hours(2));
      Restart();
      state_.fail = [&, operation = 0](std::string_view) mutable {
        return operation++ == failing ? error : absl::OkStatus();
      };
      const int sends = origin_.sends();
      ExpectFresh(Finish(absl::Hours(1)), kBody);
      EXPECT_EQ(origin_.sends() - sends, 1);
      ExpectIdle();
    }
  }
}

// The lease is lost while the page is fetched.
TEST_F(StateFailureTest, CallsSucceedIfTheLeaseIsLost) {
  options_.lease = absl::Milliseconds(30);
  Restart();
  origin_.pace = absl::Milliseconds(20);
  for (const bool is_away : {true, false}) {
    if (is_away) FailEvery("extend");
    const Call call = Start(absl::Hours(1));
    RunUntil([&] { return origin_.read_pieces >= 1; });
    clock_.Advance(absl::Hours(2));
    worker_->Run();
    ExpectFresh(call, kBody);
    state_.fail = nullptr;
    clock_.Advance(absl::Hours(2));
  }
  EXPECT_GT(observer_.state_failures, 0);
}

TEST_F(StateFailureTest, WaitsForTheLeaseOnlyUntilTheDeadline) {
  const std::string key =
      CacheKey(options_.upstream, RequestFor("/?a", std::nullopt));
  state::testing_state::StateClient client(state_);
  client.Acquire(key, "another replica", absl::Hours(1));
  const Call call = Finish(
      absl::Hours(1), {.deadline = SteadyTime::Now() + absl::Milliseconds(30)});
  EXPECT_EQ(GetReason(call.status()), Reason::kDeadline);
  EXPECT_EQ(call.attempts(), 0);
  ExpectIdle();
}

}  // namespace
}  // namespace backlinks::cache::testing_cache
