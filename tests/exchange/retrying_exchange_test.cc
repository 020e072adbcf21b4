// RetryingExchange over BeastExchange and a scripted server.
#include "service/exchange/retrying_exchange.h"

#include <atomic>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/exchange/observed_exchange.h"
#include "tests/exchange/answers.h"
#include "tests/exchange/fetch.h"
#include "tests/exchange/recording_observer.h"
#include "tests/exchange/scripted_exchange.h"
#include "tests/support/http/scripted_server.h"

namespace backlinks::exchange::testing_exchange {
namespace {

using ::testing::ElementsAreArray;
using testing_http::Request;
using testing_http::Reset;
using testing_http::Script;
using testing_http::ScriptedServer;
using testing_http::Send;
using testing_http::Silence;

RetryOptions Quick() {
  RetryOptions options;
  options.failure.backoff.first = absl::Milliseconds(1);
  options.rate.backoff.first = absl::Milliseconds(1);
  options.rate.max_attempts = 5;
  return options;
}

void AddRetries(Fetcher& fetcher, const RetryOptions& options,
                RecordingObserver& observer) {
  fetcher.Wrap([&](std::unique_ptr<HttpExchange> inner) {
    auto observed =
        std::make_unique<ObservedExchange>(std::move(inner), observer);
    return std::make_unique<RetryingExchange>(std::move(observed), options,
                                              observer);
  });
}

// Without a network.
void PutReplies(Fetcher& fetcher, const RetryOptions& options,
                std::vector<Reply> replies, int& sends) {
  fetcher.Wrap([&](std::unique_ptr<HttpExchange>) {
    auto scripted =
        std::make_unique<ScriptedExchange>(std::move(replies), sends);
    return std::make_unique<RetryingExchange>(std::move(scripted), options);
  });
}

Script Status(const std::string& status, const std::string& headers = "") {
  return {Request(),
          Send(Answer("body", "Connection: close\r\n" + headers, status))};
}

struct Case {
  std::string name;
  std::vector<Script> scripts;
  std::vector<int> seen;  // By the observer; the last is the outcome.
};
void PrintTo(const Case& row, std::ostream* out) { *out << row.name; }

class Retries : public ::testing::TestWithParam<Case> {};

TEST_P(Retries, RetryTransientFailures) {
  ScriptedServer server(GetParam().scripts);
  Fetcher fetcher(Loopback(server.port()));
  RecordingObserver observer;
  AddRetries(fetcher, Quick(), observer);
  const Outcome out = fetcher.Get();
  EXPECT_THAT(observer.statuses, ElementsAreArray(GetParam().seen));
  // Every answer but the last was followed by a retry.
  std::vector<int> retried = GetParam().seen;
  retried.pop_back();
  EXPECT_THAT(observer.retries, ElementsAreArray(retried));
  EXPECT_EQ(out.head.status, GetParam().seen.back()) << out.status;
  EXPECT_EQ(out.attempts, static_cast<int64_t>(GetParam().seen.size()));
}

const Script& Lost() {
  static const Script* const lost = new Script{Request(), Reset()};
  return *lost;
}

INSTANTIATE_TEST_SUITE_P(
    All, Retries,
    ::testing::Values(
        Case{"ok", {Status("200 OK")}, {200}},
        Case{"timeout_408",
             {Status("408 Request Timeout"), Status("200 OK")},
             {408, 200}},
        Case{"busy_429",
             {Status("429 Too Many Requests"), Status("200 OK")},
             {429, 200}},
        Case{"failed_500",
             {Status("500 Internal Server Error"), Status("200 OK")},
             {500, 200}},
        Case{"lost_then_bad_gateway",
             {Lost(), Status("502 Bad Gateway"), Status("200 OK")},
             {0, 502, 200}},
        Case{"three_at_the_most",
             {Status("503 Service Unavailable"), Status("504 Gateway Timeout"),
              Status("503 Service Unavailable"), Status("200 OK")},
             {503, 504, 503}},
        Case{"always_lost",
             {Lost(), Lost(), Lost(), Status("200 OK")},
             {0, 0, 0}},
        Case{"not_found_is_final",
             {Status("404 Not Found"), Status("200 OK")},
             {404}},
        Case{"not_implemented_is_final",
             {Status("501 Not Implemented"), Status("200 OK")},
             {501}},
        Case{"redirect_is_final",
             {Status("302 Found"), Status("200 OK")},
             {302}},
        Case{"nonsense_is_final",
             {{Request(), Send("nonsense\r\n\r\n")}, Status("200 OK")},
             {0}},
        Case{"retry_after_above_the_maximum",
             {Status("429 Too Many Requests", "Retry-After: 99\r\n"),
              Status("200 OK")},
             {429}},
        Case{"retry_after_beyond_any_number",
             {Status("429 Too Many Requests",
                     "Retry-After: 99999999999999999999\r\n"),
              Status("200 OK")},
             {429}},
        Case{"retry_after_not_understood",
             {Status("429 Too Many Requests", "Retry-After: 99s\r\n"),
              Status("200 OK")},
             {429, 200}},
        Case{"payment_required_is_final",
             {Status("402 Payment Required"), Status("200 OK")},
             {402}}),
    [](const auto& info) { return info.param.name; });

struct CountCase {
  std::string name;
  std::vector<Reply> replies;  // The last one for ever.
  int sends;
  int http_status;  // Of the outcome.
};
void PrintTo(const CountCase& row, std::ostream* out) { *out << row.name; }

class RetryCounts : public ::testing::TestWithParam<CountCase> {};

TEST_P(RetryCounts, AreOfEachKindOfAnswer) {
  Fetcher fetcher(Loopback(1));
  int sends = 0;
  PutReplies(fetcher, Quick(), GetParam().replies, sends);
  const Outcome out = fetcher.Get();
  EXPECT_EQ(out.head.status, GetParam().http_status) << out.status;
  EXPECT_EQ(sends, GetParam().sends);
}

INSTANTIATE_TEST_SUITE_P(
    All, RetryCounts,
    ::testing::Values(
        CountCase{"rate_for_ever", {{429}}, 5, 429},
        CountCase{
            "rate_that_passes", {{429}, {429}, {429}, {429}, {200}}, 5, 200},
        CountCase{"failure_for_ever", {{503}}, 3, 503},
        CountCase{"counted_apart",
                  {{429}, {503}, {429}, {503}, {429}, {429}, {200}},
                  7,
                  200},
        CountCase{"failures_among_rates",
                  {{429}, {503}, {429}, {503}, {503}},
                  5,
                  503},
        CountCase{"rate_asks_for_too_much", {{429, "61"}, {200}}, 1, 429},
        CountCase{"failure_asks_for_too_much", {{503, "11"}, {200}}, 1, 503},
        CountCase{"asks_for_nothing", {{429, "0"}, {200}}, 2, 200},
        CountCase{"asks_in_words", {{429, "soon"}, {200}}, 2, 200},
        CountCase{"asks_for_a_negative_wait", {{429, "-61"}, {200}}, 2, 200},
        CountCase{"asks_by_a_date_too_far",
                  {{429, "Fri, 31 Dec 9999 23:59:59 GMT"}, {200}},
                  1,
                  429},
        CountCase{"asks_by_a_date_that_has_passed",
                  {{429, "Sun, 06 Nov 1994 08:49:37 GMT"}, {200}},
                  2,
                  200},
        CountCase{"forbidden_is_final", {{403}, {200}}, 1, 403}),
    [](const auto& info) { return info.param.name; });

TEST(RetryingExchange, WaitsForTheRequestedDelayAndNoLonger) {
  Fetcher fetcher(Loopback(1));
  RetryOptions options;
  options.rate.backoff.first = absl::Minutes(2);
  options.rate.backoff.max = absl::Minutes(2);
  int sends = 0;
  PutReplies(fetcher, options, {{429, "1"}, {200}}, sends);
  const absl::Time start = absl::Now();
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(990));
}

TEST(RetryingExchange, WaitsUntilTheRequestedDate) {
  Fetcher fetcher(Loopback(1));
  RetryOptions options;
  options.rate.backoff.first = absl::Minutes(2);
  options.rate.backoff.max = absl::Minutes(2);
  // A date has whole seconds: the next one but one is a second away at least.
  const absl::Time date =
      absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()) + 2);
  int sends = 0;
  PutReplies(fetcher, options,
             {{429, absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", date,
                                     absl::UTCTimeZone())},
              {200}},
             sends);
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_GE(absl::Now(), date - absl::Milliseconds(10));
}

TEST(RetryingExchange, BacksOffByDoublesUpToALimit) {
  Fetcher fetcher(Loopback(1));
  RetryOptions options;
  options.rate = {
      .max_attempts = 4,
      .backoff = {.first = absl::Milliseconds(20), .max = absl::Seconds(1)}};
  int sends = 0;
  PutReplies(fetcher, options, {{429}}, sends);
  absl::Time start = absl::Now();
  EXPECT_EQ(fetcher.Get().head.status, 429);
  // Half of 20 + 40 + 80 ms, at the least.
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(70));

  // Without its limit it would take days.
  options.rate = {.max_attempts = 40,
                  .backoff = {.first = absl::Milliseconds(1),
                              .max = absl::Milliseconds(2)}};
  sends = 0;
  PutReplies(fetcher, options, {{429}}, sends);
  start = absl::Now();
  EXPECT_EQ(fetcher.Get().head.status, 429);
  EXPECT_EQ(sends, 40);
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
}

TEST(RetryingExchange, DoesNotWaitBeyondTheDeadline) {
  for (const int http_status : {429, 503}) {
    Fetcher fetcher(Loopback(1));
    RetryOptions options;
    for (RetryPace* pace : {&options.failure, &options.rate}) {
      pace->backoff.first = absl::Minutes(2);
      pace->backoff.max = absl::Minutes(2);
    }
    int sends = 0;
    PutReplies(fetcher, options, {{http_status}, {200}}, sends);
    const Outcome out = fetcher.Get(SteadyTime::Now() + absl::Seconds(20));
    EXPECT_EQ(out.head.status, http_status);
    EXPECT_EQ(sends, 1);
  }
  // What the upstream asks for is a wait, too.
  Fetcher fetcher(Loopback(1));
  int sends = 0;
  PutReplies(fetcher, Quick(), {{429, "30"}, {200}}, sends);
  EXPECT_EQ(fetcher.Get(SteadyTime::Now() + absl::Seconds(20)).head.status,
            429);
  EXPECT_EQ(sends, 1);
}

TEST(RetryingExchange, RetriesNothingAfterTheHead) {
  ScriptedServer server(
      {{Request(), Send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut")},
       Status("200 OK")});
  Fetcher fetcher(Loopback(server.port()));
  RecordingObserver observer;
  AddRetries(fetcher, Quick(), observer);
  const Outcome out = fetcher.Get();
  EXPECT_EQ(out.reason(), Reason::kUpstreamUnavailable) << out.status;
  EXPECT_EQ(out.attempts, 1);
}

TEST(RetryingExchange, StopsWaitingOnCancel) {
  Script script = Status("503 Service Unavailable");
  script.push_back(Silence());  // Closed when the answer is thrown away.
  std::atomic<Fetcher*> running = nullptr;
  ScriptedServer server({script}, [&running] { running.load()->Cancel(); });
  Fetcher fetcher(Loopback(server.port()));
  running = &fetcher;
  RecordingObserver observer;
  RetryOptions options;
  options.failure.backoff.first = absl::Minutes(2);
  options.failure.backoff.max = absl::Minutes(2);
  AddRetries(fetcher, options, observer);
  EXPECT_EQ(fetcher.Get().reason(), Reason::kCancelled);
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
