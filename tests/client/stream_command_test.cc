#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/arrow/ipc_message.h"
#include "service/common/column/column.h"
#include "service/common/status/status.h"
#include "tests/client/command_run.h"
#include "tests/client/scripted_service.h"

namespace backlinks {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class StreamCommandTest : public testing::Test {
 protected:
  CommandRun Run(std::vector<std::string> words, Terminals terminals = {}) {
    words.insert(words.begin(), {"stream", "--server", service_.address()});
    return RunCommand(std::move(words), "", terminals);
  }

  ScriptedService service_;
};

TEST_F(StreamCommandTest, SendsTheRequestOfItsOptions) {
  service_.OnStream({{RowsMessage(1, 2, "t2"), SummaryMessage()}});
  const CommandRun run =
      Run({"a.example", "--mode", "prefix", "--where", "ahrefs_rank >= 20",
           "--having", "nofollow", "--order-by", "ahrefs_rank:desc,url_from",
           "--select", "ahrefs_rank", "--all", "--max-price", "0.3",
           "--other-columns", "--resume", "t0", "--timeout", "60"});
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.out, "{\"ahrefs_rank\":1}\n{\"ahrefs_rank\":2}\n");
  EXPECT_EQ(run.err, "");
  ASSERT_THAT(service_.StreamRequests(), SizeIs(1));
  const auto request = service_.StreamRequests()[0];
  EXPECT_EQ(request.query().target(), "a.example");
  EXPECT_EQ(request.query().mode(), v1::TARGET_MODE_PREFIX);
  EXPECT_EQ(request.query().where().predicate().ahrefs_rank().range().start(),
            20);
  EXPECT_TRUE(request.query().having().predicate().nofollow().equals());
  EXPECT_THAT(request.query().order_by(), SizeIs(2));
  EXPECT_THAT(request.query().read_mask().paths(), ElementsAre("ahrefs_rank"));
  EXPECT_TRUE(request.all_rows());
  EXPECT_EQ(request.max_price().milli_amount(), 300);
  EXPECT_EQ(request.resume_token(), "t0");
  EXPECT_TRUE(request.include_other_columns());
  EXPECT_LT(service_.StreamDeadlines()[0], absl::InfiniteFuture());
}

TEST_F(StreamCommandTest, WrongUsage) {
  const std::vector<std::vector<std::string>> cases = {
      {"--limit", "0"},
      {"--limit", "-5"},
      {"--limit", "1.5"},
      {"--limit", "nan"},
      {"--limit", "9223372036854775808"},
      {"--max-price", "-1"},
      {"--max-price=-1"},
      {"--max-price", "nan"},
      {"--max-price", "inf"},
      {"--max-price", "1e3"},
      {"--max-price", "0.0001"},
      {"--max-price", "9223372036854775.808"},
      {"--timeout", "nan"},
      {"--timeout", "-1"},
      {"--all"},
      {"--all", "--limit", "3", "--max-price", "1"},
      {"--where", "ahrefs_rank >="},
  };
  for (const auto& more : cases) {
    std::vector<std::string> words = {"a.example"};
    words.insert(words.end(), more.begin(), more.end());
    const CommandRun run = Run(words);
    EXPECT_EQ(run.exit, 2) << more[0];
    EXPECT_EQ(run.out, "");
    EXPECT_THAT(run.err,
                AllOf(StartsWith("backlinks: "),
                      HasSubstr(more[0].substr(0, more[0].find('=')))));
  }
  EXPECT_THAT(service_.StreamRequests(), SizeIs(0));
}

TEST_F(StreamCommandTest, TheTimeoutHasUnits) {
  service_.OnStream({{SummaryMessage()}});
  EXPECT_EQ(Run({"a.example", "--timeout", "1h30m"}).exit, 0);
  const absl::Duration left = service_.StreamDeadlines()[0] - absl::Now();
  EXPECT_GT(left, absl::Minutes(80));
  EXPECT_LT(left, absl::Minutes(91));
}

TEST_F(StreamCommandTest, AStarSelectsEveryColumn) {
  for (const char* select : {"*", "title,*"}) {
    service_.OnStream({{RowsMessage(1, 1, "t1"), SummaryMessage()}});
    const CommandRun run =
        Run({"a.example", "--select", select, "--format", "csv"});
    EXPECT_EQ(run.exit, 0) << run.err;
    EXPECT_THAT(run.out, StartsWith("url_from,url_to,ahrefs_rank,"));
    EXPECT_FALSE(service_.StreamRequests().back().query().has_read_mask());
  }
}

TEST_F(StreamCommandTest, AStarDoesNotHideAWrongColumn) {
  const CommandRun run = Run({"a.example", "--select", "*,titel"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.err, HasSubstr("\"titel\" is not a column"));
}

// In a pipe nobody sees a summary.
TEST_F(StreamCommandTest, AResultTruncatedByThePriceCapIsReported) {
  for (const bool err : {false, true}) {
    auto last = SummaryMessage();
    last.mutable_summary()->set_end_reason(v1::END_REASON_PRICE);
    last.set_resume_token("t2");
    service_.OnStream({{RowsMessage(1, 2, "t2"), last}});
    const CommandRun run =
        Run({"a.example", "--select", "ahrefs_rank", "--max-price", "300"},
            {.err = err});
    EXPECT_EQ(run.exit, 3);
    EXPECT_EQ(run.out, "{\"ahrefs_rank\":1}\n{\"ahrefs_rank\":2}\n");
    EXPECT_THAT(
        run.err,
        HasSubstr(
            "the result is truncated by the price cap after 2 rows; there may "
            "be more\n"
            "  resume with a higher --max-price, or with more budget: "
            "backlinks stream "
            "--server " +
            service_.address() +
            " a.example --select ahrefs_rank --max-price 300 "
            "--resume=t2\n"));
  }
}

TEST_F(StreamCommandTest, WordsThatBeginWithAHyphen) {
  for (const std::string word : {"-nofollow", "-http_code = 200", "-x"}) {
    const CommandRun run = Run({"a.example", word});
    EXPECT_EQ(run.exit, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_THAT(run.err, AllOf(HasSubstr(word), HasSubstr("is not an option"),
                               HasSubstr("--where="), HasSubstr("\"--\"")));
  }
  service_.OnStream({{SummaryMessage()}});
  EXPECT_EQ(Run({"a.example", "--where", "-nofollow"}).exit, 0);
  EXPECT_TRUE(service_.StreamRequests()[0]
                  .query()
                  .where()
                  .not_expression()
                  .predicate()
                  .has_nofollow());
}

TEST_F(StreamCommandTest, AllNeedsAPrice) {
  EXPECT_EQ(Run({"a.example", "--all"}).err,
            "backlinks: --all requires --max-price\n");
}

TEST_F(StreamCommandTest, AFailureSuggestsHowToResume) {
  service_.OnStream(
      {{RowsMessage(1, 2, "-t2")},
       MakeError(Reason::kUpstreamMalformed, "the upstream sent nonsense")});
  const CommandRun run = Run({"a.example", "--where", "title:\"it's\"",
                              "--select", "title", "--resume", "t0"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_EQ(run.err,
            "backlinks: DATA_LOSS (UPSTREAM_MALFORMED): the upstream sent "
            "nonsense\n"
            "  after 2 rows\n"
            "  resume token: -t2\n"
            "  resume with: backlinks stream --server " +
                service_.address() +
                R"( a.example --where 'title:"it'\''s"' --select title)"
                " --resume=-t2\n");
}

TEST_F(StreamCommandTest, WhatContinuesACsvFileHasNoHeader) {
  for (const std::string format : {"csv", "table", "jsonl"}) {
    service_.OnStream({{RowsMessage(1, 2, "t2")},
                       MakeError(Reason::kUpstreamMalformed, "nonsense")});
    const CommandRun run =
        Run({"a.example", "--select", "ahrefs_rank", "--format", format});
    EXPECT_THAT(run.err, HasSubstr("--format " + format +
                                   (format == "jsonl" ? "" : " --no-header") +
                                   " --resume=t2\n"));
  }
  service_.OnStream({{RowsMessage(3, 3, "t3"), SummaryMessage()}});
  EXPECT_EQ(Run({"a.example", "--select", "ahrefs_rank", "--format", "csv",
                 "--no-header", "--resume=t2"})
                .out,
            "3\r\n");
}

TEST_F(StreamCommandTest, NoHeadPrecedesAnError) {
  for (const std::string format : {"csv", "table", "arrow", "jsonl"}) {
    service_.OnStream({{}, MakeError(Reason::kUpstreamMalformed, "nonsense")});
    EXPECT_EQ(Run({"a.example", "--format", format}).out, "") << format;
  }
}

TEST_F(StreamCommandTest, OptionsOfAnotherFormatAreWrongUsage) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--csv-bom"},
        {"--csv-safe", "--format", "jsonl"},
        {"--csv-null", "NA", "--format", "arrow"},
        {"--format", "csv", "--csv-null", "a,b"},
        {"--format", "arrow", "--no-header"}}) {
    std::vector<std::string> all = {"a.example"};
    all.insert(all.end(), words.begin(), words.end());
    const CommandRun run = Run(all);
    EXPECT_EQ(run.exit, 2) << words[0];
    EXPECT_THAT(run.err, StartsWith("backlinks: --"));
  }
  EXPECT_THAT(service_.StreamRequests(), SizeIs(0));
}

TEST_F(StreamCommandTest, ControlCharactersAreEscaped) {
  for (const std::string format : {"csv", "jsonl", "table"}) {
    auto message = RowsMessage(1, 1, "t\x1b[2J\u202E");
    message.mutable_refpages(0)->set_title("\x1b[2J\x07\u009B\u202E\rx");
    service_.OnStream(
        {{message},
         MakeError(Reason::kUpstreamMalformed, "\x1b]0;x\x07 \u202E")});
    const CommandRun run =
        Run({"a.example", "--select", "title", "--format", format, "--having",
             "anchor = \"\x1b[2J\u2066\""},
            {.out = true, .err = true});
    for (const std::string& text : {run.out, run.err}) {
      for (const char* unsafe :
           {"\x1b[2J", "\x1b]", "\x07", "\u009B", "\u202E", "\u2066", "\rx"}) {
        EXPECT_THAT(text, Not(HasSubstr(unsafe))) << format;
      }
    }
    EXPECT_NE(run.out, "");
    EXPECT_THAT(run.err, HasSubstr("resume with"));
  }
}

TEST_F(StreamCommandTest, AFileGetsUnescapedCsv) {
  auto message = RowsMessage(1, 1, "t");
  message.mutable_refpages(0)->set_title("\x1b[2J\u202E");
  service_.OnStream({{message, SummaryMessage()}});
  EXPECT_EQ(
      Run({"a.example", "--select", "title", "--format", "csv", "--csv-bom"})
          .out,
      "\uFEFFtitle\r\n\x1b[2J\u202E\r\n");
}

TEST_F(StreamCommandTest, AFailureNamesEveryViolation) {
  service_.OnStream({{},
                     MakeInvalid(Reason::kInvalidQuery,
                                 {{"query.target", "is empty"},
                                  {"row_limit", "must be \x1b[2J less"}})});
  EXPECT_EQ(Run({"a.example"}).err,
            "backlinks: INVALID_ARGUMENT (INVALID_QUERY)\n"
            "  query.target: is empty\n"
            "  row_limit: must be �[2J less\n");
}

TEST_F(StreamCommandTest, ResumesByItself) {
  service_.OnStream({{RowsMessage(1, 2, "t2")}, Broken()});
  service_.OnStream({{RowsMessage(3, 3, "t3"), SummaryMessage()}});
  const CommandRun run =
      Run({"a.example", "--select", "ahrefs_rank", "--format", "csv"});
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.out, "ahrefs_rank\r\n1\r\n2\r\n3\r\n");
}

v1::StreamRefpagesResponse BatchMessage(const std::string& schema,
                                        const std::string& batch, int64_t rows,
                                        const std::string& token) {
  v1::StreamRefpagesResponse message;
  message.set_arrow_schema(schema);
  message.set_arrow_record_batch(batch);
  message.set_arrow_row_count(rows);
  message.set_resume_token(token);
  return message;
}

TEST_F(StreamCommandTest, WritesArrowAsItIsSentWithOneSchema) {
  service_.OnStream({{BatchMessage("<schema>", "<one>", 2, "t2"),
                      BatchMessage("", "<two>", 1, "t3")},
                     Broken()});
  service_.OnStream(
      {{BatchMessage("<schema>", "<three>", 4, "t7"), SummaryMessage()}});
  const CommandRun run =
      Run({"a.example", "--format", "arrow", "--select", "title,alt"},
          {.err = true});
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_EQ(run.out, "<schema><one><two><three>" + arrow::EndOfStream());
  EXPECT_THAT(run.err, HasSubstr("7 rows"));
  for (const auto& request : service_.StreamRequests()) {
    EXPECT_EQ(request.response_format(), v1::RESPONSE_FORMAT_ARROW);
    EXPECT_THAT(request.query().read_mask().paths(),
                ElementsAre("title", "alt"));
  }
}

TEST_F(StreamCommandTest, AFailedArrowStreamHasNoEndMark) {
  service_.OnStream({{BatchMessage("<schema>", "<one>", 2, "t2")},
                     absl::DataLossError("broken")});
  const CommandRun run = Run({"a.example", "--format", "arrow"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_EQ(run.out, "<schema><one>" + arrow::TruncatedMessage());
  EXPECT_THAT(run.err, HasSubstr("after 2 rows"));
}

TEST_F(StreamCommandTest, EveryColumnInAnOrderOfItsOwnIsSent) {
  service_.OnStream({{SummaryMessage()}});
  std::string select = "title";
  for (const Column& column : AllColumns()) {
    if (column.name != "title") select += ',' + column.name;
  }
  EXPECT_EQ(Run({"a.example", "--select", select}).exit, 0);
  const auto request = service_.StreamRequests().back();
  ASSERT_THAT(request.query().read_mask().paths(), SizeIs(kColumnCount));
  EXPECT_EQ(request.query().read_mask().paths(0), "title");
}

TEST_F(StreamCommandTest, TheSummaryHasPricesAndResumes) {
  auto last = SummaryMessage();
  last.mutable_summary()->set_upstream_call_count(2);
  last.mutable_summary()->set_resume_count(1);
  last.mutable_summary()->mutable_computed_price()->set_milli_amount(7400);
  last.mutable_summary()->mutable_repeated_price()->set_milli_amount(1200);
  service_.OnStream({{RowsMessage(1, 2, "t2")}, Broken()});
  service_.OnStream({{last}});
  const CommandRun run = Run({"a.example", "--format", "jsonl"}, {.err = true});
  EXPECT_THAT(run.err,
              HasSubstr("2 rows, 2 upstream calls, price 7.400 rows (1.200 "
                        "rows of it paid again), since 1 resume; upstream "
                        "resumed 1 time; ended by LIMIT\n"));
}

TEST_F(StreamCommandTest, HeartbeatsUpdateTheProgressLine) {
  v1::StreamRefpagesResponse heartbeat;
  heartbeat.mutable_progress()->set_sent_row_count(3);
  heartbeat.mutable_progress()->set_scanned_row_count(5000);
  for (const bool out : {false, true}) {
    service_.OnStream({{heartbeat, SummaryMessage()}});
    const CommandRun run = Run({"a.example"}, {.out = out, .err = true});
    EXPECT_THAT(run.err, StartsWith("\r\x1b[K3/5000 rows\r\x1b[K"));
  }
  service_.OnStream({{heartbeat, SummaryMessage()}});
  EXPECT_THAT(Run({"a.example"}).err, Not(HasSubstr("rows")));
}

TEST_F(StreamCommandTest, RowsOnATerminalNeedNoProgressLine) {
  auto rows = RowsMessage(1, 2, "t2");
  rows.mutable_progress()->set_scanned_row_count(77);
  service_.OnStream({{rows, SummaryMessage()}});
  const CommandRun run = Run({"a.example"}, {.out = true, .err = true});
  EXPECT_THAT(run.err, Not(HasSubstr("77")));
}

}  // namespace
}  // namespace backlinks
