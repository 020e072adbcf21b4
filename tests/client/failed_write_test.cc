// Standard output or standard error that cannot be written to.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/command_run.h"
#include "tests/client/scripted_service.h"

namespace backlinks {
namespace {

using testing::HasSubstr;

constexpr char kFull[] = "/dev/full";
constexpr char kMessage[] =
    "backlinks: cannot write to standard output: No space left on device\n";

class FailedWriteTest : public testing::Test {
 protected:
  FailedWriteTest() {
    for (int i = 0; i < 3; ++i) {
      service_.OnStream({{RowsMessage(1, 2, "t2"), SummaryMessage()}});
    }
    v1::ListRefpagesResponse page;
    *page.mutable_refpages() = RowsMessage(1, 2, "").refpages();
    service_.OnList(page);
    service_.OnExplain(v1::ExplainRefpagesResponse());
    v1::ParseFilterResponse parsed;
    parsed.set_canonical_text("nofollow");
    service_.OnParse(parsed);
    service_.OnUsage(v1::GetUsageResponse());
  }

  CommandRun Run(std::vector<std::string> words, const OutputPaths& paths) {
    words.insert(words.end(), {"--server", service_.address()});
    return RunCommand(std::move(words), "", {}, paths);
  }

  ScriptedService service_;
};

TEST_F(FailedWriteTest, IsTheEndOfEveryCommand) {
  const std::vector<std::vector<std::string>> commands = {
      {"stream", "a.example"},
      {"stream", "a.example", "--format", "csv"},
      {"list", "a.example"},
      {"explain", "a.example"},
      {"parse-filter", "nofollow"},
      {"usage"},
      {"top", "a.example"},
      {"columns"},
      {"completion", "bash"},
      {"man"},
      {"--help"},
      {"stream", "--help"}};
  for (const auto& words : commands) {
    const CommandRun run = Run(words, {.out = kFull});
    EXPECT_EQ(run.exit, 1) << words[0];
    EXPECT_THAT(run.err, HasSubstr(kMessage)) << words[0];
  }
}

TEST_F(FailedWriteTest, TheCompletionOfShellsReportsIt) {
  const CommandRun run = RunCommand({"__complete", "st"}, "", {}, {kFull, ""});
  EXPECT_EQ(run.exit, 1);
  EXPECT_EQ(run.err, kMessage);
}

TEST_F(FailedWriteTest, KeepsWhatFailedBefore) {
  EXPECT_EQ(Run({"nonsense"}, {.out = kFull}).exit, 2);
  EXPECT_EQ(Run({"nonsense"}, {.err = kFull}).exit, 2);
}

// The status 3 says that the rows are right.
TEST_F(FailedWriteTest, OverridesTheStatusOfATruncatedResult) {
  v1::ListRefpagesResponse page;
  *page.mutable_refpages() = RowsMessage(1, 2, "").refpages();
  page.mutable_summary()->set_end_reason(v1::END_REASON_PRICE);
  for (const OutputPaths& paths : {OutputPaths{}, OutputPaths{.out = kFull}}) {
    ScriptedService service;
    service.OnList(page);
    const CommandRun run = RunCommand(
        {"list", "a.example", "--server", service.address()}, "", {}, paths);
    EXPECT_EQ(run.exit, paths.out == kFull ? 1 : 3);
  }
}

TEST_F(FailedWriteTest, OfStandardErrorIsAFailureToo) {
  // The way to the next page is lost.
  v1::ListRefpagesResponse page;
  page.set_next_page_token("p2");
  ScriptedService service;
  service.OnList(page);
  const CommandRun run =
      RunCommand({"list", "a.example", "--server", service.address()}, "", {},
                 {.err = kFull});
  EXPECT_EQ(run.exit, 1);
}

}  // namespace
}  // namespace backlinks
