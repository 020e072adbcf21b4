#include "service/config/flag_file.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/config/parsed_options.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::config {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing_app::ErrorOf;
using testing_app::MustParse;
using testing_app::TempFile;

struct ValueCase {
  std::string name;
  std::string text;  // One line of the file.
  std::string value;
};

class FlagFileValue : public testing::TestWithParam<ValueCase> {};

TEST_P(FlagFileValue, IsRead) {
  const auto lines = ParseFlagFile(GetParam().text, "flags");
  ASSERT_TRUE(lines.ok()) << lines.status();
  ASSERT_EQ(lines->size(), 1u);
  EXPECT_EQ(lines->front().name, "log_file");
  EXPECT_EQ(lines->front().value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, FlagFileValue,
    testing::Values(
        ValueCase{"Plain", "log_file = /log", "/log"},
        ValueCase{"WithoutSpace", "log_file=/log", "/log"},
        ValueCase{"Indented", "\t log_file\t=  /log \t", "/log"},
        ValueCase{"AsOnTheCommandLine", "--log_file=/log", "/log"},
        ValueCase{"NewLine", "log_file = /log\n", "/log"},
        ValueCase{"CarriageReturn", "log_file = /log\r\n", "/log"},
        ValueCase{"ByteOrderMark", "\xef\xbb\xbflog_file = /log", "/log"},
        ValueCase{"AfterComments", "# one\n\n  # two\nlog_file = /log", "/log"},
        ValueCase{"Comment", "log_file = /log # why", "/log"},
        ValueCase{"CommentAfterTab", "log_file = /log\t#why", "/log"},
        ValueCase{"NumberSign", "log_file = /log#1", "/log#1"},
        ValueCase{"NumberSigns", "log_file = /log#1 #2", "/log#1"},
        ValueCase{"DoubleQuotes", R"(log_file = "/log #1 ")", "/log #1 "},
        ValueCase{"SingleQuotes", R"(log_file = '/log "1"')", "/log \"1\""},
        ValueCase{"QuotesThenComment", R"(log_file = "/log" # why)", "/log"},
        ValueCase{"QuotesThenCarriageReturn", "log_file = '/log'\r\n", "/log"},
        ValueCase{"Backslash", R"(log_file = "C:\new")", "C:\\new"},
        ValueCase{"QuoteInside", "log_file = it's", "it's"},
        ValueCase{"EqualsSign", "log_file = a=b", "a=b"},
        ValueCase{"Blanks", "log_file = two words", "two words"},
        ValueCase{"Utf8", "log_file = /küche", "/küche"},
        ValueCase{"Empty", "log_file =", ""},
        ValueCase{"EmptyWithComment", "log_file = # none", ""},
        ValueCase{"EmptyQuotes", "log_file = \"\"", ""}),
    [](const auto& info) { return info.param.name; });

TEST(FlagFile, HasTheNumbersOfTheLines) {
  const auto lines = ParseFlagFile("a = 1\n\n# x\nb = 2\na = 3", "flags");
  ASSERT_TRUE(lines.ok());
  ASSERT_EQ(lines->size(), 3u);
  EXPECT_EQ((*lines)[1].number, 4);
  EXPECT_EQ((*lines)[2].number, 5);
  EXPECT_EQ((*lines)[2].name, "a");
}

TEST(FlagFile, MayBeEmpty) {
  const auto lines = ParseFlagFile("", "flags");
  ASSERT_TRUE(lines.ok());
  EXPECT_TRUE(lines->empty());
}

struct ErrorCase {
  std::string name;
  std::string text;
  std::vector<std::string> says;
};

class FlagFileError : public testing::TestWithParam<ErrorCase> {};

// The secret word of every case must not be repeated.
TEST_P(FlagFileError, NamesFileAndLine) {
  const TempFile file(GetParam().name, "page_rows = 5\n" + GetParam().text);
  const std::string line = ErrorOf({"--flagfile=" + file.path()});
  EXPECT_THAT(line, HasSubstr("--flagfile " + file.path() + ":2: "));
  for (const std::string& part : GetParam().says) {
    EXPECT_THAT(line, HasSubstr(part));
  }
  EXPECT_THAT(line, AllOf(Not(HasSubstr("hush")), Not(HasSubstr("\n")),
                          Not(HasSubstr("++")), Not(HasSubstr("caught"))));
}

INSTANTIATE_TEST_SUITE_P(
    Lines, FlagFileError,
    testing::Values(
        ErrorCase{"Word", "hush", {"\"name = value\""}},
        ErrorCase{"FlagWithoutEquals", "--log_file hush", {"name = value"}},
        ErrorCase{"Section", "[hush]", {"\"name = value\""}},
        ErrorCase{"NoName", "= hush", {"\"name = value\""}},
        ErrorCase{"NameWithBlank", "page rows = 7", {"\"name = value\""}},
        ErrorCase{"NameWithDot", "server.rows = 7", {"\"name = value\""}},
        ErrorCase{"OpenQuote", "log_file = \"hush", {"must end with \""}},
        ErrorCase{"OtherQuote", "log_file = 'hush\"", {"must end with '"}},
        ErrorCase{"AfterQuote", "log_file = \"a\" hush", {"only a comment"}},
        ErrorCase{"QuoteNextToComment", "log_file = \"a\"hush#", {"comment"}},
        ErrorCase{"Unknown",
                  "upstream_token = hush",
                  {"unknown flag --upstream_token"}},
        ErrorCase{"Typo", "page_row = 7", {"did you mean --page_rows?"}},
        ErrorCase{"Hyphens", "page-rows = 7", {"did you mean --page_rows?"}},
        ErrorCase{"Range", "page_rows = 0", {"--page_rows: ", "1 to 1000000"}},
        ErrorCase{"List", "page_rows = [1, 2]", {"--page_rows: ", "whole"}},
        ErrorCase{"EmptyNumber", "page_rows =", {"--page_rows: "}},
        ErrorCase{"Nested", "flagfile = hush", {"--flagfile: ", "not allowed"}},
        ErrorCase{"Help", "help = true", {"--help: ", "command line only"}},
        ErrorCase{"Version", "version = 1", {"command line only"}},
        ErrorCase{"Json", "flags_json = true", {"command line only"}},
        ErrorCase{"Health", "healthcheck = true", {"command line only"}}),
    [](const auto& info) { return info.param.name; });

TEST(FlagFile, LastOfSeveralValuesCounts) {
  const TempFile file("twice", "page_rows = 5\r\n--page_rows=7\r\n");
  EXPECT_EQ(MustParse({"--flagfile=" + file.path()}).page_rows, 7);
}

TEST(FlagFile, DescribesAFileThatCannotBeRead) {
  const testing_file::TemporaryFolder folder;
  EXPECT_THAT(ErrorOf({"--flagfile=" + folder.path()}),
              HasSubstr("cannot be read: Is a directory"));
  EXPECT_THAT(ErrorOf({"--flagfile=/no/file"}),
              HasSubstr("--flagfile /no/file: cannot be read: No such file"));
  const TempFile large("large", std::string((1 << 20) + 1, '#'));
  EXPECT_THAT(ErrorOf({"--flagfile=" + large.path()}),
              HasSubstr("is larger than 1048576 bytes"));
  const TempFile fits("fits", std::string(1 << 20, '#'));
  EXPECT_EQ(MustParse({"--flagfile=" + fits.path()}).page_rows, 1000);
}

}  // namespace
}  // namespace backlinks::config
