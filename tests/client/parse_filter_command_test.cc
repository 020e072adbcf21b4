#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/client/command_run.h"
#include "tests/client/scripted_service.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr char kJson[] = R"({"predicate":{"nofollow":{"equals":true}}})";

v1::ParseFilterResponse Nofollow() {
  v1::ParseFilterResponse response;
  response.mutable_filter()
      ->mutable_predicate()
      ->mutable_nofollow()
      ->set_equals(true);
  response.set_canonical_text("nofollow");
  return response;
}

class ParseFilterCommandTest : public testing::Test {
 protected:
  CommandRun Run(std::vector<std::string> words,
                 const std::string& input = "") {
    words.insert(words.begin(),
                 {"parse-filter", "--server", service_.address()});
    return RunCommand(std::move(words), input);
  }

  ScriptedService service_;
};

TEST_F(ParseFilterCommandTest, TextToCanonicalText) {
  service_.OnParse(Nofollow());
  const CommandRun run = Run({"nofollow = true"});
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.out, "nofollow\n");
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(service_.ParseRequests()[0].text(), "nofollow = true");
}

TEST_F(ParseFilterCommandTest, ATextThatBeginsWithAHyphen) {
  const std::pair<std::string, std::string> cases[] = {
      {"-nofollow", "-nofollow"},
      {"-http_code = 200", "'-http_code = 200'"},  // Not a call of -h.
      {"-h_x", "-h_x"}};
  for (const auto& [text, quoted] : cases) {
    const CommandRun run = Run({text});
    EXPECT_EQ(run.exit, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(run.err,
              absl::StrCat("backlinks: ", quoted,
                           " is not an option; write text that begins with a "
                           "hyphen after \"--\": backlinks parse-filter "
                           "--server ",
                           service_.address(), " -- ", quoted, "\n"));
    service_.OnParse(Nofollow());
    EXPECT_EQ(Run({"--", text}).exit, 0);
    EXPECT_EQ(service_.ParseRequests().back().text(), text);
  }
}

TEST_F(ParseFilterCommandTest, TextToJson) {
  service_.OnParse(Nofollow());
  const CommandRun run = Run({"nofollow", "--format", "json"});
  v1::Filter filter;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(run.out, &filter).ok());
  EXPECT_EQ(filter.SerializeAsString(),
            Nofollow().filter().SerializeAsString());
}

TEST_F(ParseFilterCommandTest, JsonToText) {
  service_.OnParse(Nofollow());
  EXPECT_EQ(Run({"--filter-json", "-"}, kJson).out, "nofollow\n");
  const testing_file::TemporaryFolder folder;
  const std::string file = folder.Write("filter.json", kJson);
  service_.OnParse(Nofollow());
  EXPECT_EQ(Run({"--filter-json", file}).out, "nofollow\n");
  ASSERT_THAT(service_.ParseRequests(), SizeIs(2));
  for (const auto& request : service_.ParseRequests()) {
    EXPECT_EQ(request.filter().SerializeAsString(),
              Nofollow().filter().SerializeAsString());
  }
}

TEST_F(ParseFilterCommandTest, AnErrorPointsAtThePlace) {
  service_.OnParse(WithMetadata(
      MakeInvalid(Reason::kInvalidQuery,
                  {{"text", "at 12: expected an operator, not \"~\""}}),
      "position", "10"));
  const CommandRun run = Run({"nofollow ~ 3"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err,
            "backlinks: INVALID_ARGUMENT (INVALID_QUERY)\n"
            "  text: at 12: expected an operator, not \"~\"\n"
            "  nofollow ~ 3\n"
            "           ^\n");
}

TEST_F(ParseFilterCommandTest, AnErrorWithoutAUsablePlace) {
  for (const char* const position : {"", "-1", "x"}) {
    service_.OnParse(WithMetadata(MakeError(Reason::kInvalidQuery, "wrong"),
                                  "position", position));
    EXPECT_EQ(Run({"nofollow"}).err,
              "backlinks: INVALID_ARGUMENT (INVALID_QUERY): wrong\n");
  }
}

TEST_F(ParseFilterCommandTest, WrongUsage) {
  EXPECT_EQ(Run({}).exit, 2);
  EXPECT_EQ(Run({"nofollow", "--filter-json", "-"}, kJson).exit, 2);
  EXPECT_EQ(Run({"nofollow", "--format", "xml"}).exit, 2);
  EXPECT_EQ(Run({"--filter-json", "/nowhere/to/be/found"}).exit, 2);
  for (const char* const json : {"", "{", "[]", R"({"nonsense":1})"}) {
    const CommandRun run = Run({"--filter-json", "-"}, json);
    EXPECT_EQ(run.exit, 2) << json;
    EXPECT_THAT(run.err, HasSubstr("backlinks: --filter-json: not a filter"));
  }
  EXPECT_THAT(service_.ParseRequests(), SizeIs(0));
}

}  // namespace
}  // namespace backlinks
