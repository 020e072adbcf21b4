#include "client/cpp/cli/command_text.h"

#include <array>
#include <cstdio>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

// The words that a shell makes of the text.
std::vector<std::string> ReadByShell(const std::string& text) {
  const std::string script =
      "for word in " + text + "; do printf '%s\\0' \"$word\"; done";
  std::FILE* const pipe = popen(script.c_str(), "r");
  std::vector<std::string> words(1);
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    if (c == '\0') {
      words.emplace_back();
    } else {
      words.back() += static_cast<char>(c);
    }
  }
  pclose(pipe);
  words.pop_back();
  return words;
}

TEST(CommandTextTest, HarmlessWordsAreNotQuoted) {
  EXPECT_EQ(cli::ShellQuote("--server=127.0.0.1:50051"),
            "--server=127.0.0.1:50051");
  EXPECT_EQ(cli::ShellQuote(""), "''");
  EXPECT_EQ(cli::ShellQuote("don't"), R"('don'\''t')");
}

TEST(CommandTextTest, AShellReadsTheSameWords) {
  const std::vector<std::string> words = {"stream",
                                          "a b",
                                          "",
                                          "it's",
                                          "\"quoted\"",
                                          "$HOME `id` \\",
                                          "a\nb\t",
                                          "ahrefs_rank >= 20",
                                          "~",
                                          "*",
                                          "!x",
                                          "日本語",
                                          "''",
                                          "-",
                                          "#",
                                          "a;b&c|d",
                                          "{a,b}",
                                          "\x1b[2J\x7F\n\x1b",
                                          "\r\u202E%s\\'\u009B",
                                          "\xFF"};
  std::string text;
  for (const std::string& word : words) text += cli::ShellQuote(word) + ' ';
  EXPECT_EQ(ReadByShell(text), words);
}

TEST(CommandTextTest, AddsTheOption) {
  EXPECT_EQ(cli::ContinuedCommand({"backlinks", "stream", "a.example",
                                   "--where", "title:\"it's\""},
                                  "--resume", "-t/="),
            R"(backlinks stream a.example --where 'title:"it'\''s"')"
            " --resume=-t/=");
}

TEST(CommandTextTest, RemovesThePreviousValue) {
  EXPECT_EQ(cli::ContinuedCommand({"b", "--resume", "old", "stream", "a"},
                                  "--resume", "new"),
            "b stream a --resume=new");
  EXPECT_EQ(cli::ContinuedCommand({"b", "stream", "--resume=old", "a"},
                                  "--resume", "new"),
            "b stream a --resume=new");
  EXPECT_EQ(
      cli::ContinuedCommand({"b", "stream", "a", "--resume"}, "--resume", "n"),
      "b stream a --resume=n");
}

TEST(CommandTextTest, EscapesControlCharacters) {
  EXPECT_EQ(cli::ShellQuote("\x1b[2J"), "''\"$(printf '\\033')\"'[2J'");
  EXPECT_EQ(cli::ShellQuote("a\u202E"), "'a'\"$(printf '\\342\\200\\256')\"''");
}

TEST(CommandTextTest, AddsAFlagOnce) {
  EXPECT_EQ(
      cli::ContinuedCommand({"b", "list", "a"}, "--page-token", "n", "--flag"),
      "b list a --flag --page-token=n");
  EXPECT_EQ(cli::ContinuedCommand({"b", "--flag", "a", "--", "--flag"},
                                  "--page-token", "n", "--flag"),
            "b --flag a --page-token=n -- --flag");
}

TEST(CommandTextTest, IsInsertedBeforeADoubleHyphen) {
  EXPECT_EQ(
      cli::ContinuedCommand({"b", "stream", "--", "--resume"}, "--resume", "n"),
      "b stream --resume=n -- --resume");
}

}  // namespace
}  // namespace backlinks
