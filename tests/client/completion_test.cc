#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/command_run.h"

namespace backlinks {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string Completed(std::vector<std::string> words) {
  words.insert(words.begin(), "__complete");
  return RunCommand(std::move(words)).out;
}

TEST(CompletionTest, Commands) {
  EXPECT_THAT(Completed({"s"}), StartsWith("stream\tStream rows"));
  EXPECT_THAT(Completed({"--server", "a:1", "us"}), StartsWith("usage\t"));
  EXPECT_THAT(Completed({"keys", ""}), StartsWith("new\t"));
  EXPECT_THAT(Completed({"keys", "new", "--na"}), StartsWith("--name\t"));
  EXPECT_THAT(Completed({""}), AllOf(HasSubstr("top\t"), HasSubstr("list\t")));
}

TEST(CompletionTest, OptionsOfTheCommandAndOfTheProgram) {
  EXPECT_THAT(Completed({"stream", "--"}),
              AllOf(HasSubstr("--where\t"), HasSubstr("--server\t")));
  EXPECT_THAT(Completed({"columns", "--"}), Not(HasSubstr("--where\t")));
  EXPECT_EQ(Completed({"stream", "--", "--"}), "");
}

TEST(CompletionTest, ValuesOfAnEnum) {
  EXPECT_EQ(Completed({"stream", "--mode", "s"}), "subdomains\t\n");
  EXPECT_EQ(Completed({"stream", "--mode=s"}), "--mode=subdomains\t\n");
  EXPECT_EQ(Completed({"stream", "--format", "j"}), "jsonl\t\n");
  EXPECT_EQ(Completed({"completion", "z"}), "zsh\t\n");
  EXPECT_EQ(Completed({"completion", "zsh", "z"}), "");
}

TEST(CompletionTest, ListsOfColumns) {
  EXPECT_THAT(Completed({"stream", "--select", "title,nofo"}),
              AllOf(StartsWith("title,nofollow\t"), HasSubstr("\n:list\n")));
  EXPECT_THAT(Completed({"stream", "--order-by", "ahrefs_rank:d"}),
              StartsWith("ahrefs_rank:desc\t"));
}

TEST(CompletionTest, Files) {
  EXPECT_EQ(Completed({"usage", "--tls-ca-file", "x"}), ":files\n");
}

TEST(ManPageTest, NamesEveryOptionOfEveryCommand) {
  const std::string page = RunCommand({"man"}).out;
  for (const std::string name : {"stream", "explain", "top", "man"}) {
    EXPECT_THAT(page, HasSubstr("\n.SS " + name + "\n"));
  }
  EXPECT_THAT(page, AllOf(HasSubstr("\\fB\\-\\-order\\-by\\fR"),
                          HasSubstr("BACKLINKS_SERVER")));
}

}  // namespace
}  // namespace backlinks
