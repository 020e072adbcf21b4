// What the streamer does when the upstream breaks, and what its tokens are
// worth, on an upstream in memory.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "boost/asio/post.hpp"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/stream/streamer_fixture.h"

namespace backlinks::stream::testing_fakes {
namespace {

using testing::IsEmpty;

constexpr int64_t kRows = 12;

absl::Status Reset() {
  return MakeError(Reason::kUpstreamUnavailable, "reset");
}

std::string Fruitless(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  const auto payload =
      status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_TRUE(payload && info.ParseFromString(std::string(*payload)));
  return info.metadata().at(kFruitlessInterruptions);
}

class ResumeTest : public RefpageStreamerTest {
 protected:
  ResumeTest() { plan_.row_limit = kRows; }

  // An upstream with so many rows that answers whatever it is asked, and
  // breaks the first answer after so many bytes.
  void Serve(int64_t rows, size_t bytes, const Step& end,
             bool ended_by_close = false) {
    exchange_.answer = [=, first = true](const std::string& target) mutable {
      const int64_t begin = NumberIn(target, "offset");
      const std::string page =
          PageOf(begin, std::min(rows, begin + NumberIn(target, "limit")));
      if (!std::exchange(first, false)) return Answer(page);
      return ScriptedResponse{
          {200, {}}, {Piece(page.substr(0, bytes)), end}, ended_by_close};
    };
  }
};

TEST_F(ResumeTest, AnInterruptionAtEveryByteLosesAndRepeatsNothing) {
  const size_t size = PageOf(0, kRows).size();
  for (const bool total_order : {true, false}) {
    plan_.total_order = total_order;
    for (size_t cut = 1; cut < size; ++cut) {
      SCOPED_TRACE(cut);
      Restart();
      Serve(kRows, cut, Fail(Reset()));
      ASSERT_TRUE(Run().ok());
      ASSERT_EQ(Ranks(), Range(0, kRows));
      ASSERT_EQ(Summary().end_reason(), v1::END_REASON_LIMIT);
    }
  }
}

TEST_F(ResumeTest, ACleanEndOfABodyWithoutLengthIsAnInterruptionToo) {
  const size_t size = PageOf(0, kRows).size();
  for (size_t cut = 0; cut < size; ++cut) {
    SCOPED_TRACE(cut);
    Restart();
    Serve(kRows, cut, Piece(""), true);
    ASSERT_TRUE(Run().ok());
    ASSERT_EQ(Ranks(), Range(0, kRows));
  }
}

TEST_F(ResumeTest, WithATotalOrderOneRowIsRequestedAgain) {
  const std::string page = PageOf(0, 5);
  Serve(kRows, page.size() - 2, Fail(Reset()));
  ASSERT_TRUE(Run().ok());
  ASSERT_EQ(exchange_.targets.size(), 2);
  EXPECT_EQ(NumberIn(exchange_.targets[1], "offset"), 4);
  EXPECT_EQ(NumberIn(exchange_.targets[1], "limit"), kRows - 4);
  EXPECT_EQ(Summary().resume_count(), 1);
  EXPECT_EQ(record_.resumes, 1);
}

TEST_F(ResumeTest, WithoutATotalOrderThePageIsReadAgainAndChecked) {
  plan_.total_order = false;
  Serve(kRows, PageOf(0, 5).size() - 2, Fail(Reset()));
  ASSERT_TRUE(Run().ok());
  ASSERT_EQ(exchange_.targets.size(), 2);
  EXPECT_EQ(NumberIn(exchange_.targets[1], "offset"), 0);
  EXPECT_EQ(NumberIn(exchange_.targets[1], "limit"), kRows);
  EXPECT_EQ(Ranks(), Range(0, kRows));
}

TEST_F(ResumeTest, TheSummaryHasWhatWasPaidTwice) {
  // 1 a request and 0.2 a row, in thousandths. The first answer broke after
  // five of its twelve rows: seven of them and the request bought nothing.
  Serve(kRows, PageOf(0, 5).size() - 2, Fail(Reset()));
  ASSERT_TRUE(Run().ok());
  const int64_t first = 1000 + kRows * 200;
  const int64_t second = 1000 + 8 * 200;  // One row again.
  EXPECT_EQ(Summary().computed_price().milli_amount(), first + second);
  EXPECT_EQ(Summary().repeated_price().milli_amount(), 1000 + 7 * 200 + 200);
  EXPECT_EQ(record_.repeated_price, 1000 + 7 * 200 + 200);
}

TEST_F(ResumeTest, ChangedRowsFailTheCall) {
  for (const bool total_order : {true, false}) {
    plan_.total_order = total_order;
    Restart();
    exchange_.answer = nullptr;
    exchange_.script = {
        {{200, {}},
         {Piece(PageOf(0, 5).substr(0, PageOf(0, 5).size() - 2)),
          Fail(Reset())}},
        Answer(PageOf(100, 120))};
    const absl::Status status = Run();
    EXPECT_EQ(GetReason(status), Reason::kRowsChanged) << status;
    EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
    EXPECT_EQ(Ranks(), Range(0, 5));
  }
}

TEST_F(ResumeTest, RemovedRowsFailTheCall) {
  plan_.total_order = false;
  exchange_.script = {
      {{200, {}},
       {Piece(PageOf(0, 5).substr(0, PageOf(0, 5).size() - 2)), Fail(Reset())}},
      Answer(PageOf(0, 3))};
  EXPECT_EQ(GetReason(Run()), Reason::kRowsChanged);
  EXPECT_EQ(Ranks(), Range(0, 5));
}

TEST_F(ResumeTest, InterruptionsWithoutProgressEndTheCall) {
  options_.max_resumes = 2;
  exchange_.answer = [](const std::string&) {
    return ScriptedResponse{{200, {}}, {Piece("{"), Fail(Reset())}};
  };
  EXPECT_EQ(GetReason(Run()), Reason::kUpstreamUnavailable);
  EXPECT_EQ(exchange_.targets.size(), 3);
}

// An upstream that always breaks after the same row, and callers who resume.
TEST_F(ResumeTest, AResumedCallCountsInterruptionsOfTheCallsBeforeIt) {
  const auto breaks = [](const std::string&) {
    const std::string page = PageOf(0, 5);
    return ScriptedResponse{
        {200, {}}, {Piece(page.substr(0, page.size() - 2)), Fail(Reset())}};
  };
  plan_.total_order = false;
  exchange_.answer = breaks;
  EXPECT_EQ(GetReason(Run()), Reason::kUpstreamUnavailable);
  EXPECT_EQ(Ranks(), Range(0, 5));
  EXPECT_EQ(exchange_.targets.size(), 1 + options_.max_resumes);
  for (int i = 1; i <= 3; ++i) {
    const Cursor cursor = CursorOf(writer_.messages.back());
    Restart();
    cursor_ = cursor;
    const absl::Status status = Run();
    EXPECT_EQ(GetReason(status), Reason::kUpstreamUnavailable);
    EXPECT_EQ(Fruitless(status), std::to_string(options_.max_resumes + i));
    EXPECT_EQ(exchange_.targets.size(), 1);
    EXPECT_EQ(cursor_.fruitless_interruptions, options_.max_resumes + i);
  }
  const Cursor cursor = CursorOf(writer_.messages.back());
  Restart();
  cursor_ = cursor;
  Serve(kRows, std::string::npos, Piece(""));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(5, kRows));
}

TEST_F(ResumeTest, ANewRowResetsTheCountOfInterruptions) {
  cursor_ = {.scanned = 3,
             .sent = 3,
             .check_from = 3,
             .fruitless_interruptions = 7,
             .interrupted_at = 3};
  exchange_.answer = [](const std::string&) {
    const std::string page = PageOf(3, 5);
    return ScriptedResponse{
        {200, {}}, {Piece(page.substr(0, page.size() - 2)), Fail(Reset())}};
  };
  EXPECT_FALSE(Run().ok());
  EXPECT_EQ(Ranks(), Range(3, 5));
  EXPECT_GT(exchange_.targets.size(), 1);
}

TEST_F(ResumeTest, ItResumesAsLongAsRowsArrive) {
  // One new row an answer, after the one that is asked for again.
  exchange_.answer = [again = 0](const std::string& target) mutable {
    const int64_t begin = NumberIn(target, "offset");
    const std::string page = PageOf(begin, begin + std::exchange(again, 1) + 1);
    return ScriptedResponse{
        {200, {}}, {Piece(page.substr(0, page.size() - 2)), Fail(Reset())}};
  };
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, kRows));
  EXPECT_EQ(record_.resumes, kRows - 1);
}

TEST_F(ResumeTest, NothingAboveTheCapIsRequested) {
  plan_.max_price = 1000 + kRows * 200 + 500;
  Serve(kRows, PageOf(0, 5).size() - 2, Fail(Reset()));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(exchange_.targets.size(), 1);
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_PRICE);
  EXPECT_EQ(Ranks(), Range(0, 5));
}

TEST_F(ResumeTest, TheDeadlineLeavesNoTimeToResume) {
  options_.backoff.first = options_.backoff.max = absl::Hours(1);
  Serve(kRows, PageOf(0, 5).size() - 2, Fail(Reset()));
  EXPECT_EQ(GetReason(Run(SteadyTime::Now() + absl::Minutes(1))),
            Reason::kUpstreamUnavailable);
  EXPECT_EQ(Ranks(), Range(0, 5));
}

TEST_F(ResumeTest, ACancelEndsTheWait) {
  options_.backoff.first = options_.backoff.max = absl::Hours(1);
  Serve(kRows, PageOf(0, 5).size() - 2, Fail(Reset()));
  writer_.on_message = [this] {
    boost::asio::post(io_, [this] {
      cancel_.emit(boost::asio::cancellation_type::terminal);
    });
  };
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
}

TEST_F(ResumeTest, AnErrorAfterTheLastRowFailsNothingAndRequestsNothing) {
  Serve(kRows, PageOf(0, kRows).size() - 2, Fail(Reset()));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(exchange_.targets.size(), 1);
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_LIMIT);
}

TEST_F(ResumeTest, AResponseThatIsNoPageIsNotRequestedAgain) {
  exchange_.script = {Answer("<html>"), Answer(PageOf(0, kRows))};
  EXPECT_EQ(GetReason(Run()), Reason::kUpstreamMalformed);
  EXPECT_EQ(exchange_.targets.size(), 1);
}

// Runs on from the token of every message of a stream, as another call does.
TEST_F(ResumeTest, EveryTokenResumesExactlyAfterItsRows) {
  options_.sender.max_batch_bytes = 60;  // Two rows a message.
  for (const bool total_order : {true, false}) {
    plan_.total_order = total_order;
    Restart();
    Serve(kRows, std::string::npos, Piece(""));
    ASSERT_TRUE(Run().ok());
    ASSERT_GT(writer_.messages.size(), 4);
    const auto messages = writer_.messages;
    int64_t rows = 0;
    for (const auto& message : messages) {
      ASSERT_FALSE(message.resume_token().empty());
      rows += message.refpages_size();
      const Cursor cursor = CursorOf(message);
      EXPECT_EQ(cursor.sent, rows);
      Restart();
      cursor_ = cursor;
      ASSERT_TRUE(Run().ok());
      EXPECT_EQ(Ranks(), Range(rows, kRows));
      EXPECT_EQ(writer_.messages.back().progress().sent_row_count(), kRows);
    }
  }
}

TEST_F(ResumeTest, ATokenAfterTheLastRowCostsNoRequest) {
  Serve(kRows, std::string::npos, Piece(""));
  ASSERT_TRUE(Run().ok());
  const Cursor end = CursorOf(writer_.messages.back());
  Restart();
  cursor_ = end;
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(exchange_.targets, IsEmpty());
  EXPECT_THAT(Ranks(), IsEmpty());
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_LIMIT);
  EXPECT_EQ(Summary().computed_price().milli_amount(), 0);
}

TEST_F(ResumeTest, ATokenOfAnExhaustedUpstreamCostsNoRequest) {
  Serve(5, std::string::npos, Piece(""));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_EXHAUSTED);
  const Cursor end = CursorOf(writer_.messages.back());
  Restart();
  cursor_ = end;
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(exchange_.targets, IsEmpty());
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_EXHAUSTED);
}

TEST_F(ResumeTest, TheCapCountsOverTheWholeLogicalStream) {
  Serve(kRows, std::string::npos, Piece(""));
  options_.sender.max_batch_bytes = 60;
  ASSERT_TRUE(Run().ok());
  const Cursor early = CursorOf(writer_.messages.front());
  EXPECT_EQ(early.spent, 1000 + kRows * 200);
  Restart();
  cursor_ = early;
  plan_.max_price = early.spent + 1000 + int64_t{3} * 200;
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_PRICE);
  EXPECT_EQ(Ranks().size(), 2);  // One row was checked.
}

TEST_F(ResumeTest, AnErrorIsPrecededByATokenAfterTheLastRow) {
  options_.max_resumes = 0;
  Serve(kRows, PageOf(0, 5).size() - 2, Fail(Reset()));
  EXPECT_FALSE(Run().ok());
  EXPECT_EQ(CursorOf(writer_.messages.back()).sent, 5);
}

FilterNode RankIsAtLeast(int64_t rank) {
  return {.kind = FilterNode::Kind::kPredicate,
          .column = FindColumn("ahrefs_rank")->number,
          .matcher = NumberRangeMatcher{.start = rank}};
}

class ResidualTest : public ResumeTest {
 protected:
  void Demand(const FilterNode& filter) {
    plan_.residual = filter;
    residual_ = *evaluate::RowFilter::Compile(filter);
  }
};

TEST_F(ResidualTest, APageThatIsAllResidualEndsNothing) {
  Demand(RankIsAtLeast(250));
  plan_.row_limit = 5;
  plan_.page_rows = 100;
  Serve(1000, std::string::npos, Piece(""));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(250, 255));
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_LIMIT);
  EXPECT_EQ(CursorOf(writer_.messages.back()).scanned, 255);
}

TEST_F(ResidualTest, TheLimitCountsRowsThatPass) {
  Demand(RankIsAtLeast(3));
  plan_.row_limit = 4;
  Serve(1000, std::string::npos, Piece(""));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(3, 7));
}

// The page holds rows that pass after the limit, and is the upstream's last.
TEST_F(ResidualTest, ATokenAfterTheLimitInTheLastPageIsNotTheEnd) {
  Demand(RankIsAtLeast(3));
  plan_.row_limit = 4;
  Serve(20, std::string::npos, Piece(""));
  ASSERT_TRUE(Run().ok());
  const Cursor cursor = CursorOf(writer_.messages.back());
  EXPECT_FALSE(cursor.exhausted);
  Restart();
  cursor_ = cursor;
  plan_.row_limit = 100;
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(7, 20));
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_EXHAUSTED);
}

TEST_F(ResidualTest, ATokenWithoutRowsResumesAfterRejectedRows) {
  Demand(RankIsAtLeast(1'000'000));
  options_.max_resumes = 0;
  plan_.page_rows = 50;
  Serve(1000, PageOf(0, 20).size() - 2, Fail(Reset()));
  EXPECT_FALSE(Run().ok());
  const Cursor cursor = CursorOf(writer_.messages.back());
  EXPECT_EQ(cursor.scanned, 20);
  EXPECT_EQ(cursor.sent, 0);
  Restart();
  cursor_ = cursor;
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(NumberIn(exchange_.targets.front(), "offset"), 19);
  EXPECT_EQ(record_.scanned_rows, 980);
}

TEST_F(ResidualTest, HeartbeatsReportProgress) {
  Demand(RankIsAtLeast(1'000'000));
  options_.sender.max_batch_age = absl::Milliseconds(1);
  options_.sender.heartbeat = absl::Milliseconds(5);
  exchange_.script = {
      {{200, {}},
       {Piece(PageOf(0, 20).substr(0, PageOf(0, 20).size() - 2)), Silence()}}};
  writer_.on_message = [this] {
    if (writer_.messages.size() < 3) return;
    boost::asio::post(io_, [this] {
      cancel_.emit(boost::asio::cancellation_type::terminal);
    });
  };
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
  for (const auto& message : writer_.messages) {
    EXPECT_EQ(message.refpages_size(), 0);
    EXPECT_FALSE(message.has_summary());
    EXPECT_EQ(message.progress().scanned_row_count(), 20);
    EXPECT_EQ(CursorOf(message).scanned, 20);
  }
}

}  // namespace
}  // namespace backlinks::stream::testing_fakes
