// Hits and misses of one process, and what is never kept.
#include "service/cache/caching_exchange.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "service/cache/cache_key.h"
#include "tests/cache/cache_fixture.h"
#include "tests/support/state/state_client.h"

namespace backlinks::cache::testing_cache {
namespace {

using CachingExchangeTest = CacheFixture;

TEST_F(CachingExchangeTest, PassesRequestsThatAreNotToBeCached) {
  for (int i = 1; i <= 2; ++i) {
    ExpectFresh(worker_->Finish(RequestFor("/?a", std::nullopt)), kBody);
    EXPECT_EQ(origin_.sends(), i);
  }
  EXPECT_TRUE(state_.operations().empty());
  EXPECT_EQ(observer_.misses, 0);
}

TEST_F(CachingExchangeTest, PassesAllRequestsIfItIsOff) {
  options_.time_to_live = absl::ZeroDuration();
  Restart();
  Finish(absl::Hours(1));
  ExpectFresh(Finish(absl::Hours(1)), kBody);
  EXPECT_EQ(origin_.sends(), 2);
  EXPECT_TRUE(state_.operations().empty());
}

TEST_F(CachingExchangeTest, AnswersTheSecondRequestFromTheCache) {
  const absl::Time asked_at = clock_.Now();
  ExpectFresh(Finish(absl::Hours(1)), kBody);
  clock_.Advance(absl::Minutes(1));
  const Call hit = Finish(absl::Hours(1));
  ExpectCached(hit, kBody);
  EXPECT_EQ(*hit.cached_at(), asked_at);
  EXPECT_EQ(hit.received_bytes(), 0);
  EXPECT_EQ(origin_.sends(), 1);
  EXPECT_EQ(observer_.misses, 1);
  EXPECT_EQ(observer_.state_hits, 1);
  EXPECT_EQ(observer_.stored, 1);
  ExpectIdle();
}

TEST_F(CachingExchangeTest, AnswersAfterARestart) {
  Finish(absl::Hours(1));
  Restart();
  ExpectCached(Finish(absl::Hours(1)), kBody);
}

TEST_F(CachingExchangeTest, AsksAgainForAPageThatIsTooOld) {
  Finish(absl::Hours(1));
  clock_.Advance(absl::Minutes(10));
  ExpectCached(Finish(absl::Minutes(10)), kBody);
  ExpectFresh(Finish(absl::Minutes(10) - absl::Milliseconds(1)), kBody);
  EXPECT_EQ(origin_.sends(), 2);
  ExpectCached(Finish(absl::Milliseconds(1)), kBody);
}

TEST_F(CachingExchangeTest, KeepsNothingLongerThanTheTimeToLive) {
  Finish(absl::Hours(1));
  clock_.Advance(absl::Hours(1));
  ExpectFresh(Finish(absl::InfiniteDuration()), kBody);
  // Another replica stored it for longer.
  options_.time_to_live = absl::Minutes(10);
  Restart();
  clock_.Advance(absl::Minutes(11));
  ExpectFresh(Finish(absl::Hours(1)), kBody);
}

TEST_F(CachingExchangeTest, AsksAlwaysForAPageWithoutAge) {
  Finish(absl::Hours(1));
  ExpectFresh(Finish(absl::ZeroDuration()), kBody);
  ExpectFresh(Finish(-absl::Hours(1)), kBody);
  EXPECT_EQ(origin_.sends(), 3);
  EXPECT_EQ(observer_.stored, 3) << "others may use it";
}

TEST_F(CachingExchangeTest, DistinguishesRequests) {
  respond_ = [](const HttpRequest& request, int) {
    return PageAnswer(request.target.Reveal() + "}");
  };
  ExpectFresh(worker_->Finish(RequestFor("/?a", absl::Hours(1))), "/?a}");
  ExpectFresh(worker_->Finish(RequestFor("/?b", absl::Hours(1))), "/?b}");
  ExpectCached(worker_->Finish(RequestFor("/?a", absl::Hours(1))), "/?a}");
}

TEST_F(CachingExchangeTest, KeepsTheHeadersThatDialectsRead) {
  respond_ = [](const HttpRequest&, int) {
    Answer answer = PageAnswer(kBody);
    answer.head.headers = {{"set-cookie", "secret"},
                           {"x-api-rows", "1"},
                           {"content-type", "application/json"}};
    return answer;
  };
  EXPECT_EQ(Finish(absl::Hours(1)).head().headers.size(), 3u);
  const Call hit = Finish(absl::Hours(1));
  EXPECT_EQ(hit.head().status, 200);
  const std::vector<std::pair<std::string, std::string>> kept = {
      {"x-api-rows", "1"}, {"content-type", "application/json"}};
  EXPECT_EQ(hit.head().headers, kept);
}

TEST_F(CachingExchangeTest, KeepsALargePage) {
  const std::string body = std::string(1'000'000, 'a') + "}";
  respond_ = [&](const HttpRequest&, int) { return PageAnswer(body, 50'000); };
  ExpectFresh(Finish(absl::Hours(1)), body);
  ExpectCached(Finish(absl::Hours(1)), body);
  EXPECT_LT(observer_.stored_bytes, 10'000u);
}

TEST_F(CachingExchangeTest, KeepsNoError) {
  respond_ = [](const HttpRequest&, int number) {
    Answer answer = PageAnswer(kBody);
    answer.head.status = number == 0 ? 500 : 201;
    return answer;
  };
  for (const int status : {500, 201}) {
    const Call call = Finish(absl::Hours(1));
    ExpectFresh(call, kBody);
    EXPECT_EQ(call.head().status, status);
    EXPECT_EQ(observer_.last_bypass, BypassReason::kNotGood);
  }
  EXPECT_EQ(observer_.stored, 0);
  ExpectIdle();
}

TEST_F(CachingExchangeTest, KeepsNoPageThatIsNotGood) {
  respond_ = [](const HttpRequest&, int) { return PageAnswer("[1,2,3"); };
  ExpectFresh(Finish(absl::Hours(1)), "[1,2,3");
  ExpectFresh(Finish(absl::Hours(1)), "[1,2,3");
  EXPECT_EQ(observer_.bypasses, 2);
  EXPECT_EQ(observer_.stored, 0);
}

TEST_F(CachingExchangeTest, ReturnsTheErrorOfTheUpstream) {
  respond_ = [](const HttpRequest&, int) {
    Answer answer;
    answer.error = MakeError(Reason::kUpstreamRate, "spent");
    return answer;
  };
  const Call call = Finish(absl::Hours(1));
  EXPECT_EQ(GetReason(call.status()), Reason::kUpstreamRate);
  EXPECT_EQ(call.attempts(), 1);
  respond_ = [](const HttpRequest&, int) { return PageAnswer(kBody); };
  ExpectFresh(Finish(absl::Hours(1)), kBody);
}

TEST_F(CachingExchangeTest, ReturnsAnExceptionAsAnError) {
  respond_ = [](const HttpRequest&, int) {
    Answer answer;
    answer.throws = true;
    return answer;
  };
  EXPECT_EQ(GetReason(Finish(absl::Hours(1)).status()), Reason::kInternal);
  ExpectIdle();
}

// By an error, and by the end of the connection, which no error shows.
TEST_F(CachingExchangeTest, KeepsNoPageThatWasCut) {
  const std::string body = kBody;
  for (const bool has_error : {true, false}) {
    for (size_t size = 0; size < body.size(); ++size) {
      // Would be a page.
      if (!has_error && body.substr(0, size).ends_with('}')) continue;
      respond_ = [&](const HttpRequest&, int) {
        Answer answer = PageAnswer(body.substr(0, size), 7);
        if (has_error) answer.end = absl::UnavailableError("cut");
        answer.ended_by_close = !has_error;
        return answer;
      };
      const Call call = Finish(absl::Hours(1));
      EXPECT_EQ(call.body(), body.substr(0, size));
      EXPECT_EQ(call.status().ok(), !has_error);
      EXPECT_EQ(call.ended_by_close(), !has_error);
      EXPECT_EQ(call.received_bytes(), static_cast<int64_t>(size));
      EXPECT_EQ(observer_.stored, 0) << size;
    }
  }
  ExpectIdle();
}

TEST_F(CachingExchangeTest, PassesAPageAboveTheLimit) {
  options_.max_page_bytes = 100;
  Restart();
  for (const size_t size : {99, 100, 101, 109, 1000}) {
    const int sends = origin_.sends();
    const int stored = observer_.stored;
    const std::string target = "/?" + std::to_string(size);
    const std::string body = std::string(size - 1, 'a') + "}";
    respond_ = [&](const HttpRequest&, int) { return PageAnswer(body); };
    for (int i = 0; i < 2; ++i) {
      const Call call = worker_->Finish(RequestFor(target, absl::Hours(1)));
      EXPECT_EQ(call.body(), body);
    }
    EXPECT_EQ(origin_.sends() - sends, size <= 100 ? 1 : 2) << size;
    EXPECT_EQ(observer_.stored - stored, size <= 100 ? 1 : 0) << size;
  }
  EXPECT_EQ(observer_.last_bypass, BypassReason::kTooLarge);
  ExpectIdle();
}

TEST_F(CachingExchangeTest, ReadsAPageAboveTheLimitAtThePaceOfTheCall) {
  options_.max_page_bytes = 100;
  Restart();
  respond_ = [](const HttpRequest&, int) {
    return PageAnswer(std::string(10'000, 'a') + "}", 10);
  };
  Call call = Start(absl::Hours(1), {.pace = absl::Milliseconds(1)});
  RunUntil([&] { return origin_.read_pieces >= 11; });
  while (!call.ended()) {
    worker_->io.run_one();
    // The buffer may be given in few pieces, since it joins them.
    if (call.ended()) break;
    EXPECT_LE(origin_.read_pieces * 10,
              static_cast<int>(call.body().size()) + 100 + 20 + 100);
  }
  EXPECT_EQ(call.body().size(), 10'001u);
  EXPECT_EQ(call.status(), absl::OkStatus());
}

TEST_F(CachingExchangeTest, PassesAPageThatMemoryHasNoRoomFor) {
  options_.max_memory_bytes = 20;
  Restart();
  ExpectFresh(Finish(absl::Hours(1)), kBody);
  EXPECT_EQ(observer_.last_bypass, BypassReason::kMemory);
  EXPECT_EQ(observer_.stored, 0);
  ExpectIdle();
}

TEST_F(CachingExchangeTest, ReadsAheadOfASlowCall) {
  Call call = Start(absl::Hours(1), {.pace = absl::Milliseconds(20)});
  RunUntil([&] { return observer_.stored == 1; });
  EXPECT_FALSE(call.ended());
  ExpectCached(Finish(absl::Hours(1)), kBody);
  ExpectFresh(call, kBody);
}

TEST_F(CachingExchangeTest, IgnoresADamagedEntry) {
  Finish(absl::Hours(1));
  const std::string key =
      CacheKey(options_.upstream, RequestFor("/?a", std::nullopt));
  state::testing_state::StateClient client(state_);
  std::string entry = client.GetBytes(key);
  for (size_t at = 0; at < entry.size(); ++at) {
    std::string damaged = entry;
    damaged[at] = static_cast<char>(damaged[at] + 1);
    client.Put(key, damaged, absl::Hours(1));
    ExpectFresh(Finish(absl::Hours(1)), kBody);
  }
  EXPECT_EQ(observer_.bad_entries, 2 * static_cast<int>(entry.size()));
  ExpectCached(Finish(absl::Hours(1)), kBody);
}

}  // namespace
}  // namespace backlinks::cache::testing_cache
