// The streamer over real dialect, decoder and encoder, between an upstream and
// a client in memory.
#include "service/stream/refpage_streamer.h"

#include <chrono>
#include <list>
#include <string>
#include <vector>

#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/common/status/error_detail.h"
#include "service/common/status/status.h"
#include "tests/stream/streamer_fixture.h"

namespace backlinks::stream {
namespace {

namespace asio = boost::asio;
using testing::Each;
using testing::HasSubstr;
using testing_fakes::Answer;
using testing_fakes::Fail;
using testing_fakes::PageOf;
using testing_fakes::Piece;
using testing_fakes::Range;
using testing_fakes::RefpageStreamerTest;
using testing_fakes::ScriptedResponse;
using testing_fakes::Silence;
using testing_fakes::Step;
using testing_fakes::Throw;

TEST_F(RefpageStreamerTest, OnePage) {
  exchange_.script.push_back(Answer(PageOf(0, 3)));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 3));
  const auto& summary = writer_.messages.back().summary();
  EXPECT_EQ(summary.end_reason(), v1::END_REASON_EXHAUSTED);
  EXPECT_EQ(summary.page_count(), 1);
  EXPECT_EQ(summary.upstream_call_count(), 1);
  EXPECT_EQ(record_.sent_rows, 3);
  EXPECT_EQ(record_.end_reason, "EXHAUSTED");
}

TEST_F(RefpageStreamerTest, EverySplitOfThePageGivesTheSameRows) {
  const std::string page = PageOf(0, 4);
  for (size_t cut = 1; cut < page.size(); ++cut) {
    SCOPED_TRACE(cut);
    exchange_.script.push_back(
        {{200, {}}, {Piece(page.substr(0, cut)), Piece(page.substr(cut))}});
    Restart();
    ASSERT_TRUE(Run().ok());
    ASSERT_EQ(Ranks(), Range(0, 4));
  }
}

TEST_F(RefpageStreamerTest, OnlyTheLastMessageHasTheSummary) {
  options_.sender.max_batch_bytes = 100;
  exchange_.script.push_back(Answer(PageOf(0, 50)));
  ASSERT_TRUE(Run().ok());
  ASSERT_GT(writer_.messages.size(), 2);
  for (size_t i = 0; i + 1 < writer_.messages.size(); ++i) {
    EXPECT_FALSE(writer_.messages[i].has_summary());
  }
  EXPECT_TRUE(writer_.messages.back().has_summary());
  EXPECT_EQ(writer_.messages.back().progress().sent_row_count(), 50);
}

TEST_F(RefpageStreamerTest, MessagesAndPiecesAreSmallerAmongManyStreams) {
  constexpr int kRows = 50'000;
  plan_.row_limit = plan_.page_rows = kRows;
  options_.sender.max_batch_bytes = kMaxBatchBytes;
  exchange_.script.push_back(Answer(PageOf(0, kRows)));
  ASSERT_TRUE(Run().ok());
  const size_t few = writer_.messages.size();
  Restart();
  std::list<OpenStreams::Stream> others;
  while (others.size() < 1000) others.emplace_back(open_streams_);
  exchange_.script.push_back(Answer(PageOf(0, kRows)));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, kRows));
  EXPECT_GT(writer_.messages.size(), few);
  for (const auto& message : writer_.messages) {
    EXPECT_LT(message.ByteSizeLong(), OpenStreams::kMinMessageBytes + 1000);
  }
  EXPECT_EQ(exchange_.max_piece_bytes.front(), OpenStreams::kPieceBytes);
  EXPECT_EQ(exchange_.max_piece_bytes.back(), OpenStreams::kSmallPieceBytes);
}

TEST_F(RefpageStreamerTest, ACompletePageUpToTheLimitIsOneMessage) {
  plan_.row_limit = 3;
  ScriptedResponse response = Answer(PageOf(0, 3));
  response.knows_end = true;
  exchange_.script.push_back(response);
  ASSERT_TRUE(Run().ok());
  ASSERT_EQ(writer_.messages.size(), 1);
  EXPECT_EQ(Ranks(), Range(0, 3));
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_LIMIT);
}

TEST_F(RefpageStreamerTest, RowsBeforeTheLimitDoNotWaitForTheNextPage) {
  plan_.row_limit = 20;
  plan_.page_rows = 10;
  ScriptedResponse response = Answer(PageOf(0, 10));
  response.knows_end = true;
  exchange_.script = {response, Answer(PageOf(10, 20))};
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(writer_.messages.front().refpages_size(), 10);
  EXPECT_FALSE(writer_.messages.front().has_summary());
}

TEST_F(RefpageStreamerTest, PagesFollowUntilTheLimit) {
  plan_.row_limit = 25;
  plan_.page_rows = 10;
  exchange_.script = {Answer(PageOf(0, 10)), Answer(PageOf(10, 20)),
                      Answer(PageOf(20, 25))};
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 25));
  EXPECT_EQ(writer_.messages.back().summary().end_reason(),
            v1::END_REASON_LIMIT);
  ASSERT_EQ(exchange_.targets.size(), 3);
  EXPECT_THAT(exchange_.targets[1], HasSubstr("offset=10"));
  EXPECT_THAT(exchange_.targets[2], HasSubstr("limit=5"));
  EXPECT_THAT(exchange_.targets, Each(testing::Not(HasSubstr("token=token"))));
  EXPECT_THAT(exchange_.callers, Each("seo-dashboard"));
}

TEST_F(RefpageStreamerTest, UpstreamThatIgnoresTheLimitChangesNothing) {
  plan_.row_limit = 5;
  exchange_.script.push_back(Answer(PageOf(0, 500)));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 5));
  EXPECT_EQ(exchange_.open_responses, 0);
}

TEST_F(RefpageStreamerTest, RowsBeforeAnErrorAreKept) {
  options_.max_resumes = 0;
  const std::string page = PageOf(0, 10);
  exchange_.script.push_back(
      {{200, {}},
       {Piece(page.substr(0, page.size() / 2)),
        Fail(MakeError(Reason::kUpstreamUnavailable, "reset"))}});
  const absl::Status status = Run();
  EXPECT_EQ(GetReason(status), Reason::kUpstreamUnavailable);
  EXPECT_GE(Ranks().size(), 4);
  EXPECT_EQ(Ranks(), Range(0, static_cast<int64_t>(Ranks().size())));
  for (const auto& message : writer_.messages) {
    EXPECT_FALSE(message.has_summary());
  }
}

TEST_F(RefpageStreamerTest, NothingAfterTheLastRowFailsTheCall) {
  plan_.row_limit = 3;
  std::string page = PageOf(0, 3);
  page.resize(page.size() - 2);
  const std::vector<std::vector<Step>> ends = {
      {Fail(MakeError(Reason::kUpstreamUnavailable, "reset"))},
      {},
      {Piece("garbage")},
      {Silence()},
      {Throw()},
      {Piece(std::string(1 << 20, ' ')), Piece("]}")}};
  for (const auto& end : ends) {
    ScriptedResponse response{{200, {}}, {Piece(page)}};
    response.knows_end = end.empty();
    response.body.insert(response.body.end(), end.begin(), end.end());
    exchange_.script.push_back(response);
    Restart();
    ASSERT_TRUE(Run().ok());
    EXPECT_EQ(Ranks(), Range(0, 3));
    EXPECT_EQ(writer_.messages.back().summary().end_reason(),
              v1::END_REASON_LIMIT);
    EXPECT_EQ(exchange_.open_responses, 0);
  }
}

struct BadAnswer {
  std::string name;
  int status;
  std::string body;
  Reason reason;
};

class BadAnswers : public RefpageStreamerTest,
                   public testing::WithParamInterface<BadAnswer> {};

TEST_P(BadAnswers, FailWithTheirReasonAndAreNotQuoted) {
  exchange_.script.push_back(
      {{GetParam().status, {}}, {Piece(GetParam().body)}});
  const absl::Status status = Run();
  EXPECT_EQ(GetReason(status), GetParam().reason) << status;
  EXPECT_THAT(std::string(status.message()), testing::Not(HasSubstr("SECRET")));
  EXPECT_TRUE(Ranks().empty());
}

INSTANTIATE_TEST_SUITE_P(
    Streamer, BadAnswers,
    testing::Values(
        BadAnswer{"Html", 200, "<html>SECRET</html>",
                  Reason::kUpstreamMalformed},
        BadAnswer{"Empty", 200, "", Reason::kUpstreamMalformed},
        BadAnswer{"CutOff", 200, R"({"refpages":[)",
                  Reason::kUpstreamMalformed},
        BadAnswer{"NoRows", 200, "{}", Reason::kUpstreamMalformed},
        BadAnswer{"InvalidToken", 200, R"({"error":"invalid token"})",
                  Reason::kUpstreamCredentials},
        BadAnswer{"NotFound", 404, "<html>SECRET</html>",
                  Reason::kUpstreamRejected},
        BadAnswer{"Redirect", 302, "SECRET", Reason::kUpstreamMalformed},
        BadAnswer{"Overload", 503, "SECRET", Reason::kUpstreamUnavailable}),
    [](const auto& test) { return test.param.name; });

TEST_F(RefpageStreamerTest, ClientThatLeavesEndsTheCallAndTheResponse) {
  options_.sender.max_batch_bytes = 1;
  writer_.gone_after = 2;
  exchange_.script.push_back({{200, {}}, {Piece(PageOf(0, 100)), Silence()}});
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
  EXPECT_EQ(writer_.messages.size(), 2);
  EXPECT_EQ(exchange_.open_responses, 0);
}

TEST_F(RefpageStreamerTest, AStallEndsTheCallWithTheTokenOfTheLastMessage) {
  options_.sender.max_batch_bytes = 1;
  options_.sender.stall_timeout = absl::Minutes(10);
  writer_.gone_after = 4;
  writer_.stalls = true;
  exchange_.script.push_back({{200, {}}, {Piece(PageOf(0, 100)), Silence()}});
  const absl::Status status = Run();
  EXPECT_EQ(GetReason(status), Reason::kClientStalled);
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("10m"));
  EXPECT_EQ(exchange_.open_responses, 0);
  // The writer took three messages, and failed to take the fourth.
  ASSERT_EQ(writer_.messages.size(), 4);
  const auto info = ExtractDetail<google::rpc::ErrorInfo>(status);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->metadata().at("resume_token"),
            writer_.messages[2].resume_token());
}

TEST_F(RefpageStreamerTest, AStallEndsTheCallWhileTheUpstreamIsSilent) {
  exchange_.script.push_back({{200, {}},
                              {Piece(R"({"refpages":[{"ahrefs_rank":0},)"),
                               Piece(R"({"ahrefs_rank":1},)"), Silence()}});
  writer_.gone_after = 2;  // Written because the upstream is silent.
  writer_.stalls = true;
  const absl::Status status = Run();
  EXPECT_EQ(GetReason(status), Reason::kClientStalled) << status;
  EXPECT_EQ(Ranks(), Range(0, 2));
  EXPECT_EQ(exchange_.open_responses, 0);
  const auto info = ExtractDetail<google::rpc::ErrorInfo>(status);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->metadata().at("resume_token"),
            writer_.messages[0].resume_token());
}

TEST_F(RefpageStreamerTest, ManyRowsAfterAMessageWaitUntilItIsWritten) {
  options_.sender.max_batch_bytes = 4000;
  exchange_.script.push_back(
      {{200, {}},
       {Piece(R"({"refpages":[{"ahrefs_rank":0},)"),
        Piece(PageOf(1, 50).substr(sizeof(R"({"refpages":[)") - 1))}});
  writer_.gone_while_waiting = true;
  writer_.stalls = true;
  EXPECT_EQ(GetReason(Run()), Reason::kClientStalled);
  EXPECT_EQ(Ranks(), Range(0, 1));
}

TEST_F(RefpageStreamerTest, CancelEndsAWaitForTheUpstream) {
  exchange_.script.push_back(
      {{200, {}}, {Piece(R"({"refpages":[{"ahrefs_rank":0},)"), Silence()}});
  writer_.on_message = [this] {
    asio::post(io_,
               [this] { cancel_.emit(asio::cancellation_type::terminal); });
  };
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
  EXPECT_EQ(Ranks(), Range(0, 1));
  EXPECT_EQ(exchange_.open_responses, 0);
}

// Rows in the open batch are not delivered.
TEST_F(RefpageStreamerTest, ACancelledStreamEndsAtItsLastMessage) {
  options_.sender.max_batch_age = absl::Hours(1);
  exchange_.script.push_back({{200, {}},
                              {Piece(R"({"refpages":[{"ahrefs_rank":0},)"),
                               Piece(R"({"ahrefs_rank":1},)"), Silence()}});
  asio::steady_timer timer(io_, std::chrono::milliseconds(50));
  timer.async_wait([this](const boost::system::error_code&) {
    cancel_.emit(asio::cancellation_type::terminal);
  });
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
  EXPECT_EQ(Ranks(), Range(0, 1));
  EXPECT_EQ(record_.scanned_rows, 2);
  EXPECT_EQ(cursor_.sent, 1);
  EXPECT_EQ(cursor_, CursorOf(writer_.messages.back()));
}

TEST_F(RefpageStreamerTest, ACancelledStreamWithoutAMessageEndsAtItsStart) {
  exchange_.script.push_back({{200, {}}, {Silence()}});
  asio::steady_timer timer(io_, std::chrono::milliseconds(50));
  timer.async_wait([this](const boost::system::error_code&) {
    cancel_.emit(asio::cancellation_type::terminal);
  });
  cursor_.spent = 5;
  const Cursor start = cursor_;
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
  EXPECT_TRUE(writer_.messages.empty());
  EXPECT_EQ(cursor_, start);
}

TEST_F(RefpageStreamerTest, RowsLeaveWhileTheUpstreamIsSilent) {
  options_.sender.max_batch_age = absl::Milliseconds(5);
  exchange_.script.push_back({{200, {}},
                              {Piece(R"({"refpages":[{"ahrefs_rank":0},)"),
                               Piece(R"({"ahrefs_rank":1},)"), Silence()}});
  writer_.on_message = [this] {
    if (Ranks().size() < 2) return;
    asio::post(io_,
               [this] { cancel_.emit(asio::cancellation_type::terminal); });
  };
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
  EXPECT_EQ(Ranks(), Range(0, 2));
}

TEST_F(RefpageStreamerTest, AnExceptionInTheBodyEndsTheCallAtOnce) {
  exchange_.script.push_back(
      {{200, {}}, {Piece(R"({"refpages":[{"ahrefs_rank":0},)"), Throw()}});
  const absl::Status status = Run();
  EXPECT_EQ(GetReason(status), Reason::kInternal) << status;
  EXPECT_EQ(GetCause(status), "std::bad_alloc");
  EXPECT_EQ(Ranks(), Range(0, 1));
  EXPECT_EQ(exchange_.open_responses, 0);
  // The page is paid for all the same.
  EXPECT_EQ(record_.scanned_rows, 1);
  EXPECT_GT(record_.price, 0);
}

TEST_F(RefpageStreamerTest, AnExceptionInARequestEndsTheCallAtOnce) {
  exchange_.throws = true;
  const absl::Status status = Run();
  EXPECT_EQ(GetReason(status), Reason::kInternal) << status;
  EXPECT_EQ(GetCause(status), "the exchange is broken");
}

TEST_F(RefpageStreamerTest, AnExceptionInAFlushEndsTheCallAtOnce) {
  options_.sender.max_batch_age = absl::Milliseconds(5);
  writer_.throws_after = 1;
  exchange_.script.push_back({{200, {}},
                              {Piece(R"({"refpages":[{"ahrefs_rank":0},)"),
                               Piece(R"({"ahrefs_rank":1},)"), Silence()}});
  EXPECT_NE(GetReason(Run()), Reason::kCancelled);
  EXPECT_EQ(exchange_.open_responses, 0);
}

TEST_F(RefpageStreamerTest, MalformedCellsAreCountedAndAbsent) {
  exchange_.script.push_back(
      Answer(R"({"refpages":[{"ahrefs_rank":"abc"},{"ahrefs_rank":"21"}]})"));
  ASSERT_TRUE(Run().ok());
  ASSERT_EQ(writer_.messages[0].refpages_size(), 2);
  EXPECT_FALSE(writer_.messages[0].refpages(0).has_ahrefs_rank());
  EXPECT_EQ(writer_.messages[0].refpages(1).ahrefs_rank(), 21);
  EXPECT_EQ(writer_.messages.back().summary().malformed_cell_count(), 1);
  EXPECT_EQ(record_.malformed_cells[FindColumn("ahrefs_rank")->number], 1);
}

TEST_F(RefpageStreamerTest, ATokenAfterAnErrorIsNotThatOfTheEnd) {
  plan_.row_limit = 20;
  plan_.page_rows = 10;
  // Neither an error nor a page without its first rows is the last page.
  for (const std::string page :
       {R"({"error":"table is locked"})", R"({"refpages":[]})"}) {
    Restart();
    exchange_.script = {Answer(PageOf(0, 10)), Answer(page)};
    plan_.max_cache_age = absl::Hours(1);  // Pages begin with the row before.
    EXPECT_FALSE(Run().ok()) << page;
    const Cursor cursor = CursorOf(writer_.messages.back());
    EXPECT_EQ(cursor.scanned, 10);
    EXPECT_FALSE(cursor.exhausted);
    EXPECT_FALSE(cursor_.exhausted);
    Restart();
    cursor_ = cursor;
    exchange_.script = {Answer(PageOf(9, 19)), Answer(PageOf(18, 20))};
    EXPECT_TRUE(Run().ok());
    EXPECT_EQ(Ranks(), Range(10, 20));
  }
}

}  // namespace
}  // namespace backlinks::stream
