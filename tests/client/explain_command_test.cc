#include "client/cpp/cli/color.h"
#include "client/cpp/cli/explain_text.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/client/command_run.h"
#include "tests/client/scripted_service.h"

namespace backlinks {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

v1::ExplainRefpagesResponse Plan(const std::string& text) {
  v1::ExplainRefpagesResponse plan;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &plan));
  return plan;
}

constexpr char kResidualPlan[] = R"text(
  dialect: "ahrefs_v2"
  pages {
    request: "GET /?target=a.example&token=REDACTED&limit=1000 HTTP/1.1"
    row_offset: 0 row_limit: 1000
    min_price { unit: PRICE_UNIT_ROWS milli_amount: 6000 }
    max_price { unit: PRICE_UNIT_ROWS milli_amount: 206000 }
  }
  pushed_where: "language=\"en\",ahrefs_rank>=20"
  residual_filter: "ends_with(title, \"seo\")"
  selected_columns: ["url_from", "ahrefs_rank", "title"]
  added_columns: "title"
  missing_columns: "ahrefs_top"
  order_by { column: "ahrefs_rank" direction: SORT_DIRECTION_DESCENDING }
  order_by { column: "url_from" }
  min_call_count: 1
  min_price { unit: PRICE_UNIT_ROWS milli_amount: 6000 }
  max_price { unit: PRICE_UNIT_ROWS milli_amount: 50000 }
)text";

TEST(ExplainTextTest, PlanWithAResidual) {
  EXPECT_EQ(cli::ExplainText(Plan(kResidualPlan)),
            R"text(dialect     ahrefs_v2
filtered    upstream, before grouping: language="en",ahrefs_rank>=20
            here, on every row:        ends_with(title, "seo")
columns     url_from, ahrefs_rank, +title, −ahrefs_top
            + fetched, but not returned
            − not available from this upstream
order       ahrefs_rank:desc, url_from
calls       1 or more
price       6.000 to 50.000 rows
request 1   rows 1 to 1000, 6.000 to 206.000 rows
            GET /?target=a.example&token=REDACTED&limit=1000 HTTP/1.1
            …
)text");
}

TEST(ExplainTextTest, PlanThatIsKnownAsAWhole) {
  EXPECT_EQ(cli::ExplainText(Plan(R"(
              dialect: "ahrefs_v2"
              pages { request: "GET /1" row_offset: 0 row_limit: 1000
                      min_price { milli_amount: 1000 }
                      max_price { milli_amount: 201000 } }
              pages { request: "GET /2" row_offset: 1000 row_limit: 500
                      min_price { milli_amount: 1000 }
                      max_price { milli_amount: 101000 } }
              pushed_having: "domain_rating>3"
              min_call_count: 1 max_call_count: 2
              min_price { milli_amount: 1000 }
              max_price { milli_amount: 302000 })")),
            R"(dialect     ahrefs_v2
filtered    upstream, after grouping:  domain_rating>3
columns     all
order       the upstream's own
calls       1 to 2
price       1.000 to 302.000 rows
request 1   rows 1 to 1000, 1.000 to 201.000 rows
            GET /1
request 2   rows 1001 to 1500, 1.000 to 101.000 rows
            GET /2
)");
}

TEST(ExplainTextTest, PlanWithoutACall) {
  EXPECT_EQ(cli::ExplainText(Plan(R"(dialect: "ahrefs_v2" max_call_count: 0
                                selected_columns: "url_from"
                                residual_filter: "a\033[2J")")),
            R"(dialect     ahrefs_v2
filtered    here, on every row:        a�[2J
columns     url_from
order       the upstream's own
calls       none: no row can pass
price       0.000 rows
)");
}

class ExplainCommandTest : public testing::Test {
 protected:
  CommandRun Run(std::vector<std::string> words, Terminals terminals = {}) {
    words.insert(words.begin(), {"explain", "--server", service_.address()});
    return RunCommand(std::move(words), "", terminals);
  }

  ScriptedService service_;
};

TEST_F(ExplainCommandTest, SendsTheQueryOfStream) {
  service_.OnExplain(Plan(kResidualPlan));
  service_.OnStream({{SummaryMessage()}});
  const std::vector<std::string> words = {"a.example",
                                          "--where",
                                          "ahrefs_rank >= 20",
                                          "--order-by",
                                          "ahrefs_rank:desc",
                                          "--limit",
                                          "7",
                                          "--max-price",
                                          "50",
                                          "--other-columns",
                                          "--color",
                                          "always"};
  const CommandRun run = Run(words, {.out = true});
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.out,
            cli::WithBoldLabels(cli::ExplainText(Plan(kResidualPlan)), true));
  std::vector<std::string> stream = {"stream", "--server", service_.address()};
  stream.insert(stream.end(), words.begin(), words.end());
  EXPECT_EQ(RunCommand(stream, "", {.out = true}).exit, 0);

  ASSERT_THAT(service_.ExplainRequests(), SizeIs(1));
  ASSERT_THAT(service_.StreamRequests(), SizeIs(1));
  const auto explained = service_.ExplainRequests()[0];
  const auto streamed = service_.StreamRequests()[0];
  EXPECT_EQ(explained.query().SerializeAsString(),
            streamed.query().SerializeAsString());
  EXPECT_EQ(explained.row_limit(), streamed.row_limit());
  EXPECT_EQ(explained.max_price().milli_amount(),
            streamed.max_price().milli_amount());
  EXPECT_EQ(explained.include_other_columns(),
            streamed.include_other_columns());
}

TEST_F(ExplainCommandTest, Json) {
  service_.OnExplain(Plan(kResidualPlan));
  const CommandRun run = Run({"a.example", "--format", "json"});
  EXPECT_EQ(run.exit, 0);
  v1::ExplainRefpagesResponse plan;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(run.out, &plan).ok());
  EXPECT_EQ(plan.SerializeAsString(), Plan(kResidualPlan).SerializeAsString());
}

TEST_F(ExplainCommandTest, Rejected) {
  service_.OnExplain(MakeError(Reason::kPriceCap, "too little"));
  const CommandRun run = Run({"a.example"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(run.err, HasSubstr("PRICE_CAP"));
}

}  // namespace
}  // namespace backlinks
