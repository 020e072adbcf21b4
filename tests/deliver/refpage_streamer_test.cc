// The streamer over real dialect, decoder and encoder, between an upstream and
// a client in memory.
#include "service/deliver/refpage_streamer.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/status/status.h"
#include "tests/deliver/fake_upstream.h"

namespace backlinks {
namespace {

namespace asio = boost::asio;
using namespace testing_fakes;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

std::string PageOf(int64_t begin, int64_t end) {
  std::vector<std::string> rows;
  for (int64_t i = begin; i < end; ++i) {
    rows.push_back(fmt::format(
        R"({{"url_from":"http://a.example/{0}","ahrefs_rank":{0}}})", i));
  }
  return fmt::format(R"({{"refpages":[{}]}})", fmt::join(rows, ","));
}

ScriptedResponse Answer(std::string body) { return {{200, {}}, {Piece(body)}}; }

class RefpageStreamerTest : public testing::Test {
 protected:
  RefpageStreamerTest() {
    plan_.target = "example.com";
    plan_.select = plan_.deliver = FullColumnSet();
    plan_.row_limit = 1000;
    plan_.page_rows = 1000;
    record_.start = absl::Now();
  }

  absl::Status Run() {
    RefpageStreamer streamer(*dialect_, plan_, exchange_, writer_, options_,
                             record_);
    std::optional<absl::Status> status;
    asio::co_spawn(
        io_, streamer.Run(absl::InfiniteFuture()),
        asio::bind_cancellation_slot(
            cancel_.slot(),
            [&](const std::exception_ptr& error, absl::Status result) {
              status = error ? absl::InternalError("exception") : result;
            }));
    io_.run_for(std::chrono::seconds(30));
    return status.value_or(absl::InternalError("did not end"));
  }

  std::vector<int64_t> Ranks() const {
    std::vector<int64_t> ranks;
    for (const auto& message : writer_.messages) {
      for (const auto& row : message.refpages()) {
        ranks.push_back(row.ahrefs_rank());
      }
    }
    return ranks;
  }

  static std::vector<int64_t> Range(int64_t begin, int64_t end) {
    std::vector<int64_t> numbers;
    for (int64_t i = begin; i < end; ++i) numbers.push_back(i);
    return numbers;
  }

  asio::io_context io_{1};
  asio::cancellation_signal cancel_;
  std::unique_ptr<Dialect> dialect_ = MakeAhrefsV2("/", Secret("token"));
  Plan plan_;
  FakeExchange exchange_;
  FakeWriter writer_;
  StreamerOptions options_;
  CallRecord record_;
};

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
    writer_.messages.clear();
    record_ = {};
    io_.restart();
    ASSERT_TRUE(Run().ok());
    ASSERT_EQ(Ranks(), Range(0, 4));
  }
}

TEST_F(RefpageStreamerTest, OnlyTheLastMessageHasTheSummary) {
  options_.max_batch_bytes = 100;
  exchange_.script.push_back(Answer(PageOf(0, 50)));
  ASSERT_TRUE(Run().ok());
  ASSERT_GT(writer_.messages.size(), 2);
  for (size_t i = 0; i + 1 < writer_.messages.size(); ++i) {
    EXPECT_FALSE(writer_.messages[i].has_summary());
  }
  EXPECT_TRUE(writer_.messages.back().has_summary());
  EXPECT_EQ(writer_.messages.back().progress().sent_row_count(), 50);
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
}

TEST_F(RefpageStreamerTest, UpstreamThatIgnoresTheLimitChangesNothing) {
  plan_.row_limit = 5;
  exchange_.script.push_back(Answer(PageOf(0, 500)));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 5));
  EXPECT_EQ(exchange_.open_responses, 0);
}

TEST_F(RefpageStreamerTest, RowsBeforeAnErrorStand) {
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

TEST_F(RefpageStreamerTest, NothingBehindTheLastRowFailsTheCall) {
  plan_.row_limit = 3;
  std::string page = PageOf(0, 3);
  page.resize(page.size() - 2);
  const std::vector<std::vector<Step>> ends = {
      {Fail(MakeError(Reason::kUpstreamUnavailable, "reset"))},
      {},
      {Piece("garbage")},
      {Silence()},
      {Piece(std::string(1 << 20, ' ')), Piece("]}")}};
  for (const auto& end : ends) {
    ScriptedResponse response{{200, {}}, {Piece(page)}};
    response.body.insert(response.body.end(), end.begin(), end.end());
    exchange_.script.push_back(response);
    writer_.messages.clear();
    record_ = {};
    io_.restart();
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

TEST_P(BadAnswers, GiveTheirReasonAndNoWordOfTheirs) {
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

TEST_F(RefpageStreamerTest, ClientThatGoesEndsTheCallAndTheResponse) {
  options_.max_batch_bytes = 1;
  writer_.gone_after = 2;
  exchange_.script.push_back({{200, {}}, {Piece(PageOf(0, 100)), Silence()}});
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
  EXPECT_EQ(writer_.messages.size(), 2);
  EXPECT_EQ(exchange_.open_responses, 0);
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

TEST_F(RefpageStreamerTest, RowsLeaveWhileTheUpstreamIsSilent) {
  options_.max_batch_age = absl::Milliseconds(5);
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

TEST_F(RefpageStreamerTest, MalformedCellsAreCountedAndNothingIsInvented) {
  exchange_.script.push_back(
      Answer(R"({"refpages":[{"ahrefs_rank":"abc"},{"ahrefs_rank":"21"}]})"));
  ASSERT_TRUE(Run().ok());
  ASSERT_EQ(writer_.messages[0].refpages_size(), 2);
  EXPECT_FALSE(writer_.messages[0].refpages(0).has_ahrefs_rank());
  EXPECT_EQ(writer_.messages[0].refpages(1).ahrefs_rank(), 21);
  EXPECT_EQ(writer_.messages.back().summary().malformed_cell_count(), 1);
  EXPECT_EQ(record_.malformed_cells[FindColumn("ahrefs_rank")->number], 1);
}

}  // namespace
}  // namespace backlinks
