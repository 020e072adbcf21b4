// What the client sees of upstreams that break more than once, too early, or
// come back with something else.
#include <algorithm>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/chaos/breaking.h"
#include "tests/chaos/density.h"
#include "tests/chaos/streams.h"

namespace backlinks::chaos {
namespace {

constexpr int64_t kRows = 50;
constexpr char kTarget[] = "c0.test";

// The answer to `ask`, closed after so many rows of it.
Answer CutAfter(const Ask& ask, int64_t rows, End end = End::kClose) {
  const std::string whole = Respond(PageBody(ask, kRows), Framing::kLength);
  size_t cut = HeadBytes(whole);
  for (int64_t i = 0; i < rows; ++i) cut = whole.find('}', cut) + 1;
  return {whole.substr(0, cut), end};
}

v1::StreamRefpagesRequest AllRowsRequest() {
  v1::StreamRefpagesRequest request = RequestFor(kTarget, 1);
  request.set_all_rows(true);
  request.mutable_max_price()->set_milli_amount(1'000'000'000);
  return request;
}

class HeadTest : public testing::TestWithParam<Break> {};

TEST_P(HeadTest, ACutBeforeOrInTheHeadIsAskedForOnceMore) {
  CuttingUpstream upstream(BreakFirstAnswer(kRows, GetParam()));
  ServerFixture server =
      ServerFixture::On(upstream.url(), FlagsFor(GetParam()));
  const size_t head =
      HeadBytes(FirstAnswer({"ahrefs_rank"}, kRows, kRows, GetParam()));
  const size_t count = (head - 1) / kByteStep + 1;
  RunStreams(
      server, count, kStreamsAtOnce,
      [](size_t i) { return RequestFor(TargetCutAt(i * kByteStep), kRows); },
      [&](size_t i, const Outcome& outcome) {
        SCOPED_TRACE(fmt::format("cut at byte {}", i * kByteStep));
        EXPECT_TRUE(outcome.status.ok()) << outcome.status;
        EXPECT_EQ(outcome.ranks, Count(kRows));
        EXPECT_GE(upstream.Asked(TargetCutAt(i * kByteStep)).size(), 2);
        if (!GetParam().is_silence()) {
          EXPECT_EQ(outcome.summary.resume_count(), 0);
        }
      });
  fmt::print("every {} of {} bytes of the head: {} streams cut by {}\n",
             kByteStep, head, count, GetParam().name);
}

INSTANTIATE_TEST_SUITE_P(Breaks, HeadTest, testing::ValuesIn(kBreaks),
                         [](const auto& test) { return test.param.name; });

TEST(InterruptionTest, TwoCutsInOneStream) {
  // Target "cN.test": after N % 51 rows, then after N / 51 of what is left.
  constexpr int64_t kPlaces = kRows + 1;
  CuttingUpstream upstream([](const Ask& ask) {
    const int64_t n = std::stoll(ask.target.substr(1));
    const int64_t here = std::min(kRows - ask.offset, ask.limit);
    if (ask.nth == 0) return CutAfter(ask, n % kPlaces, End::kReset);
    if (ask.nth == 1) return CutAfter(ask, std::min(n / kPlaces, here));
    return WholeAnswer(ask, kRows);
  });
  ServerFixture server = ServerFixture::On(upstream.url());
  constexpr size_t kCount = kPlaces * kPlaces / kByteStep;
  for (const bool all_rows : {false, true}) {
    RunStreams(
        server, kCount, kStreamsAtOnce,
        [&](size_t i) {
          const std::string target = fmt::format("c{}.{}.test", i * kByteStep,
                                                 all_rows ? "all" : "some");
          auto request = all_rows ? AllRowsRequest() : RequestFor("", kRows);
          request.mutable_query()->set_target(target);
          return request;
        },
        [&](size_t i, const Outcome& outcome) {
          SCOPED_TRACE(i * kByteStep);
          EXPECT_TRUE(outcome.status.ok()) << outcome.status;
          EXPECT_EQ(outcome.ranks, Count(kRows));
          EXPECT_LE(outcome.summary.resume_count(), 2);
        });
  }
  fmt::print("{} streams cut twice\n", 2 * kCount);
}

TEST(InterruptionTest, AnUpstreamThatGivesOneRowATimeIsReadToItsEnd) {
  CuttingUpstream upstream([](const Ask& ask) {
    if (ask.nth == 0) return CutAfter(ask, 1);
    // One row that is known already, one that is new.
    return ask.offset < kRows - 1 ? CutAfter(ask, 2) : WholeAnswer(ask, kRows);
  });
  ServerFixture server = ServerFixture::On(upstream.url());
  const Outcome outcome = RunStream(server, AllRowsRequest());
  EXPECT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.ranks, Count(kRows));
  EXPECT_EQ(outcome.summary.resume_count(), kRows);
}

TEST(InterruptionTest, RowsThatHaveChangedUnderneathAbortTheStream) {
  CuttingUpstream upstream([](const Ask& ask) {
    if (ask.nth == 0) return CutAfter(ask, 20);
    Ask other = ask;
    other.offset += 1;
    return Answer{Respond(PageBody(other, kRows), Framing::kLength)};
  });
  for (const bool all_rows : {false, true}) {
    SCOPED_TRACE(all_rows);
    const std::string target = all_rows ? "all.test" : "some.test";
    ServerFixture server = ServerFixture::On(upstream.url());
    auto request = all_rows ? AllRowsRequest() : RequestFor("", kRows);
    request.mutable_query()->set_target(target);
    const Outcome outcome = RunStream(server, request);
    EXPECT_EQ(outcome.status.code(), absl::StatusCode::kAborted);
    EXPECT_EQ(GetReason(outcome.status), Reason::kRowsChanged);
    EXPECT_EQ(outcome.ranks, Count(20));
    EXPECT_EQ(upstream.Asked(target).size(), 2);
  }
}

TEST(InterruptionTest, RowsThatAreGoneAbortTheStream) {
  CuttingUpstream upstream([](const Ask& ask) {
    return ask.nth == 0 ? CutAfter(ask, 20) : WholeAnswer(ask, 10);
  });
  ServerFixture server = ServerFixture::On(upstream.url());
  const Outcome outcome = RunStream(server, RequestFor(kTarget, kRows));
  EXPECT_EQ(GetReason(outcome.status), Reason::kRowsChanged);
  EXPECT_EQ(outcome.ranks, Count(20));
}

TEST(InterruptionTest, AnUpstreamThatNeverGivesARowIsLeftAlone) {
  for (const End end : {End::kReset, End::kClose, End::kSilence}) {
    SCOPED_TRACE(static_cast<int>(end));
    CuttingUpstream upstream(
        [end](const Ask& ask) { return CutAfter(ask, 0, end); });
    ServerFixture server = ServerFixture::On(
        upstream.url(),
        {"--upstream_resumes", "2", "--upstream_read_timeout", "100ms"});
    const Outcome outcome = RunStream(server, RequestFor(kTarget, kRows));
    EXPECT_EQ(outcome.status.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(GetReason(outcome.status), Reason::kUpstreamUnavailable);
    EXPECT_EQ(upstream.Asked(kTarget).size(), 3);
  }
}

TEST(InterruptionTest, AnUpstreamThatNeverGivesAHeadIsLeftAlone) {
  CuttingUpstream upstream([](const Ask&) {
    return Answer{"HTTP/1.1 200", End::kClose};
  });
  ServerFixture server = ServerFixture::On(upstream.url());
  const Outcome outcome = RunStream(server, RequestFor(kTarget, kRows));
  EXPECT_EQ(outcome.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(upstream.Asked(kTarget).size(), 3);  // The exchange's attempts.
}

TEST(InterruptionTest, WithoutResumesABreakIsTheClientsToMend) {
  CuttingUpstream upstream([](const Ask& ask) {
    return ask.nth == 0 ? CutAfter(ask, 20) : WholeAnswer(ask, kRows);
  });
  ServerFixture server =
      ServerFixture::On(upstream.url(), {"--upstream_resumes", "0"});
  auto request = RequestFor(kTarget, kRows);
  const Outcome broken = RunStream(server, request);
  EXPECT_EQ(broken.status.code(), absl::StatusCode::kUnavailable);
  ASSERT_FALSE(broken.tokens.empty());
  request.set_resume_token(broken.tokens.back());
  const Outcome rest = RunStream(server, request);
  EXPECT_TRUE(rest.status.ok()) << rest.status;
  std::vector<int64_t> ranks = broken.ranks;
  ranks.insert(ranks.end(), rest.ranks.begin(), rest.ranks.end());
  EXPECT_EQ(ranks, Count(kRows));
}

TEST(InterruptionTest, TheDeadlineHoldsWhileItResumes) {
  CuttingUpstream upstream([](const Ask& ask) {
    return ask.nth == 0 ? CutAfter(ask, 20) : Answer{"", End::kSilence};
  });
  ServerFixture server = ServerFixture::On(upstream.url());
  const Outcome outcome =
      RunStream(server, RequestFor(kTarget, kRows), absl::Seconds(2));
  EXPECT_EQ(outcome.status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(outcome.ranks, Count(20));
}

TEST(InterruptionTest, ThePriceCapEndsAStreamThatWouldHaveToResume) {
  CuttingUpstream upstream([](const Ask& ask) {
    return ask.nth == 0 ? CutAfter(ask, 20) : WholeAnswer(ask, kRows);
  });
  ServerFixture server = ServerFixture::On(upstream.url());
  auto request = RequestFor(kTarget, kRows);
  request.mutable_max_price()->set_milli_amount(1000 + kRows * 200 + 500);
  const Outcome outcome = RunStream(server, request);
  EXPECT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.summary.end_reason(), v1::END_REASON_PRICE);
  EXPECT_EQ(outcome.ranks, Count(20));
  EXPECT_EQ(upstream.Asked(kTarget).size(), 1);
}

TEST(InterruptionTest, WhatWasPaidTwiceIsInTheSummary) {
  CuttingUpstream upstream([](const Ask& ask) {
    return ask.nth == 0 ? CutAfter(ask, 20) : WholeAnswer(ask, kRows);
  });
  ServerFixture server = ServerFixture::On(upstream.url());
  const Outcome outcome = RunStream(server, RequestFor(kTarget, kRows));
  EXPECT_EQ(outcome.summary.upstream_call_count(), 2);
  EXPECT_EQ(outcome.summary.resume_count(), 1);
  const int64_t page = 1000 + kRows * 200;
  EXPECT_EQ(outcome.summary.computed_price().milli_amount(), 2 * page);
  // What was necessary: a request and fifty rows.
  EXPECT_EQ(outcome.summary.repeated_price().milli_amount(), page);
}

// What comes after the last row that was asked for.
TEST(InterruptionTest, AnErrorAfterTheLastRowFailsNothingAndAsksForNothing) {
  const std::vector<std::string> tails = {
      "", "nonsense", R"(],"error":"internal error"})", "]}"};
  for (const std::string& tail : tails) {
    for (const End end : {End::kReset, End::kClose, End::kSilence}) {
      SCOPED_TRACE(fmt::format("{} {}", tail, static_cast<int>(end)));
      CuttingUpstream upstream([&](const Ask& ask) {
        std::string body = PageBody(ask, kRows);
        body.replace(body.size() - 2, 2, tail);
        const std::string missing(100, ' ');
        std::string bytes = Respond(body + missing, Framing::kLength);
        bytes.resize(bytes.size() - missing.size());
        return Answer{bytes, end};
      });
      ServerFixture server = ServerFixture::On(upstream.url());
      const Outcome outcome = RunStream(server, RequestFor(kTarget, kRows));
      EXPECT_TRUE(outcome.status.ok()) << outcome.status;
      EXPECT_EQ(outcome.ranks, Count(kRows));
      EXPECT_EQ(outcome.summary.end_reason(), v1::END_REASON_LIMIT);
      EXPECT_EQ(upstream.Asked(kTarget).size(), 1);
    }
  }
}

}  // namespace
}  // namespace backlinks::chaos
