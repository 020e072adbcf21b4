#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/client/command_run.h"
#include "tests/client/scripted_service.h"

namespace backlinks {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

v1::ListRefpagesResponse Page(int first, int last, const std::string& token,
                              int64_t price = 0) {
  v1::ListRefpagesResponse page;
  *page.mutable_refpages() = RowsMessage(first, last, "").refpages();
  page.set_next_page_token(token);
  page.mutable_summary()->mutable_computed_price()->set_milli_amount(price);
  return page;
}

class ListCommandTest : public testing::Test {
 protected:
  CommandRun Run(std::vector<std::string> words, Terminals terminals = {}) {
    words.insert(words.begin(),
                 {"list", "--server", service_.address(), "a.example",
                  "--select", "ahrefs_rank", "--format", "csv"});
    return RunCommand(std::move(words), "", terminals);
  }

  std::string Command() const {
    return "backlinks list --server " + service_.address() +
           " a.example --select ahrefs_rank --format csv";
  }

  ScriptedService service_;
};

TEST_F(ListCommandTest, OnePageAndHowToGetTheNext) {
  service_.OnList(Page(1, 2, "p2"));
  const CommandRun run = Run({"--page-token", "p1", "--page-size", "2"});
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.out, "ahrefs_rank\r\n1\r\n2\r\n");
  EXPECT_EQ(run.err, "next page: " + Command() +
                         " --page-size 2 --no-header --page-token=p2\n");
  ASSERT_THAT(service_.ListRequests(), SizeIs(1));
  EXPECT_EQ(service_.ListRequests()[0].page_token(), "p1");
  EXPECT_EQ(service_.ListRequests()[0].page_size(), 2);
  EXPECT_EQ(service_.ListRequests()[0].query().target(), "a.example");
}

TEST_F(ListCommandTest, TheLastPage) {
  service_.OnList(Page(1, 1, ""));
  const CommandRun run = Run({});
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(service_.ListRequests()[0].page_size(), 0);
}

TEST_F(ListCommandTest, AllPagesFollowTokensToTheEnd) {
  service_.OnList(Page(1, 2, "p2"));
  service_.OnList(Page(3, 2, "p3"));  // No rows are not the end.
  service_.OnList(Page(3, 3, ""));
  const CommandRun run = Run({"--all-pages"});
  EXPECT_EQ(run.out, "ahrefs_rank\r\n1\r\n2\r\n3\r\n");
  EXPECT_EQ(run.err, "");
  ASSERT_THAT(service_.ListRequests(), SizeIs(3));
  EXPECT_EQ(service_.ListRequests()[2].page_token(), "p3");
}

TEST_F(ListCommandTest, AllPagesStopAtTheLimit) {
  service_.OnList(Page(1, 2, "p2"));
  service_.OnList(Page(3, 3, "p3"));
  const CommandRun run =
      Run({"--all-pages", "--limit", "3", "--page-size", "2"});
  EXPECT_EQ(run.out, "ahrefs_rank\r\n1\r\n2\r\n3\r\n");
  EXPECT_THAT(run.err, HasSubstr("next page: "));
  ASSERT_THAT(service_.ListRequests(), SizeIs(2));
  EXPECT_EQ(service_.ListRequests()[0].page_size(), 2);
  EXPECT_EQ(service_.ListRequests()[1].page_size(), 1);
}

TEST_F(ListCommandTest, APageTruncatedByThePriceCapIsReported) {
  v1::ListRefpagesResponse page = Page(1, 2, "p2");
  page.mutable_summary()->set_end_reason(v1::END_REASON_PRICE);
  service_.OnList(page);
  const CommandRun run = Run({"--max-price", "2.5"});
  EXPECT_EQ(run.exit, 3);
  EXPECT_THAT(run.err, HasSubstr("truncated by the price cap after 2 rows"));
}

TEST_F(ListCommandTest, ThePriceIsThatOfAllPages) {
  service_.OnList(Page(1, 2, "p2", 1500));
  service_.OnList(MakeError(Reason::kPriceCap, "too little"));
  const CommandRun run =
      Run({"--all-pages", "--max-price", "2.5"}, {.err = true});
  EXPECT_EQ(run.exit, 3);
  EXPECT_THAT(
      run.err,
      AllOf(HasSubstr("2 rows, 0 upstream calls, price 1.500 rows; ended by "
                      "PRICE\n"),
            HasSubstr(
                " the result is truncated by the price cap after 2 rows; "
                "there may be more\n"
                "  resume with a higher --max-price, or with more budget: " +
                Command() +
                " --all-pages --max-price 2.5 --no-header "
                "--page-token=p2\n")));
  ASSERT_THAT(service_.ListRequests(), SizeIs(2));
  EXPECT_EQ(service_.ListRequests()[0].max_price().milli_amount(), 2500);
  EXPECT_EQ(service_.ListRequests()[1].max_price().milli_amount(), 1000);
}

TEST_F(ListCommandTest, APriceTooLowForTheFirstPage) {
  service_.OnList(MakeError(Reason::kPriceCap, "too little"));
  const CommandRun run = Run({"--all-pages", "--max-price", "0"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_THAT(run.err, HasSubstr("RESOURCE_EXHAUSTED (PRICE_CAP): too little"));
}

TEST_F(ListCommandTest, AFailureSuggestsHowToResume) {
  service_.OnList(Page(1, 2, "p2"));
  service_.OnList(
      MakeError(Reason::kUpstreamMalformed, "the upstream sent nonsense"));
  const CommandRun run = Run({"--all-pages"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_EQ(run.err,
            "backlinks: DATA_LOSS (UPSTREAM_MALFORMED): the upstream sent "
            "nonsense\n  resume with: " +
                Command() + " --all-pages --no-header --page-token=p2\n");
}

TEST_F(ListCommandTest, TheNextPageContinuesTheFile) {
  service_.OnList(Page(1, 2, "p2"));
  service_.OnList(Page(3, 3, "p3"));
  EXPECT_EQ(Run({"--csv-bom"}).out,
            "\xEF\xBB\xBF"
            "ahrefs_rank\r\n1\r\n2\r\n");
  const CommandRun run = Run({"--csv-bom", "--no-header", "--page-token=p2"});
  EXPECT_EQ(run.out, "3\r\n");
  EXPECT_EQ(run.err, "next page: " + Command() +
                         " --csv-bom --no-header --page-token=p3\n");
}

TEST_F(ListCommandTest, WithoutARowThereIsNothingToContinue) {
  service_.OnList(MakeError(Reason::kUpstreamMalformed, "nonsense"));
  const CommandRun run = Run({"--page-token", "p1"});
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(run.err,
              HasSubstr("  resume with: " + Command() + " --page-token=p1\n"));
}

TEST_F(ListCommandTest, WrongUsage) {
  const std::vector<std::vector<std::string>> cases = {
      {"--page-size", "0"},          {"--page-size", "-1"},
      {"--page-size", "2147483648"}, {"--limit", "3"},
      {"--max-price", "-0.1"},       {"--all"}};
  for (const auto& words : cases) {
    EXPECT_EQ(Run(words).exit, 2) << words[0];
  }
  EXPECT_THAT(service_.ListRequests(), SizeIs(0));
}

}  // namespace
}  // namespace backlinks
