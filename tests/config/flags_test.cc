#include "service/config/flags.h"

#include <set>
#include <variant>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/config/parsed_options.h"

namespace backlinks::config {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const Flag& FindFlag(std::string_view name) {
  for (const Flag& flag : Flags()) {
    if (flag.name == name) return flag;
  }
  ADD_FAILURE() << "no flag " << name;
  return Flags().front();
}

bool Accepts(const Flag& flag, const std::string& value) {
  Options options;
  return flag.set(value, options).ok();
}

// Returns a number in the unit of the bounds, as a value of the flag.
std::string ValueText(const Flag& flag, int64_t number) {
  return std::to_string(number) + (flag.type == "DURATION" ? "ms" : "");
}

TEST(Flags, AreDeclaredOnce) {
  std::set<std::string> names;
  for (const Flag& flag : Flags()) {
    EXPECT_TRUE(names.insert(flag.name).second) << flag.name;
  }
  EXPECT_EQ(names.size(), 59u);
}

TEST(Flags, AcceptTheirBoundsAndNothingBeyond) {
  for (const Flag& flag : Flags()) {
    if (!flag.bounds.has_value()) continue;
    const auto [min, max] = *flag.bounds;
    EXPECT_TRUE(Accepts(flag, ValueText(flag, min))) << flag.name;
    EXPECT_TRUE(Accepts(flag, ValueText(flag, max))) << flag.name;
    EXPECT_FALSE(Accepts(flag, ValueText(flag, min - 1))) << flag.name;
    EXPECT_FALSE(Accepts(flag, ValueText(flag, max + 1))) << flag.name;
  }
}

TEST(Flags, AcceptTheirDefaultsAndWords) {
  for (const Flag& flag : Flags()) {
    if (!flag.default_text.empty()) {
      EXPECT_TRUE(Accepts(flag, flag.default_text)) << flag.name;
    }
    for (const std::string& word : flag.words) {
      const bool is_form = word == "since:YYYY-MM-DD";
      EXPECT_EQ(Accepts(flag, word), !is_form) << flag.name << " " << word;
    }
    const bool takes_any = flag.words.empty();
    EXPECT_TRUE(takes_any || !Accepts(flag, "none_of_these")) << flag.name;
  }
}

TEST(Flags, HaveARangeUnlessTheyArePaths) {
  for (const Flag& flag : Flags()) {
    EXPECT_EQ(flag.range.empty(), flag.type == "FILE") << flag.name;
  }
}

TEST(Flags, OfTypeBoolNeedNoValue) {
  using testing_app::ErrorOf;
  using testing_app::MustParse;
  EXPECT_FALSE(MustParse({}).insecure_listen);
  EXPECT_TRUE(MustParse({"--insecure_listen", "--threads=1"}).insecure_listen);
  EXPECT_TRUE(MustParse({"--threads=1", "--insecure_listen"}).insecure_listen);
  EXPECT_TRUE(MustParse({"--insecure_listen=true"}).insecure_listen);
  EXPECT_FALSE(MustParse({"--insecure_listen", "--insecure_listen=false"})
                   .insecure_listen);
  EXPECT_TRUE(
      MustParse({}, {{"BACKLINKS_INSECURE_LISTEN", "true"}}).insecure_listen);
  EXPECT_EQ(ErrorOf({"--insecure_listen=yes"}),
            "--insecure_listen: must be true or false");
}

TEST(Flags, AreDescribedByHelpAndRange) {
  EXPECT_EQ(HelpText(FindFlag("token_ttl")), "Token lifetime. 1m to 8760h");
  EXPECT_EQ(HelpText(FindFlag("upstream_protocol")),
            "ahrefs_v3: protocols of the target: both, http, https");
  EXPECT_EQ(HelpText(FindFlag("log_file")),
            "File for the log, one JSON object per line. Default: standard "
            "error");
}

TEST(Flags, NameTheVariableOfASecret) {
  for (const std::string name :
       {"upstream_token_file", "token_key_file", "state_password_file"}) {
    const Flag& flag = FindFlag(name);
    EXPECT_THAT(flag.secret_variable, testing::StartsWith("BACKLINKS_"));
    EXPECT_THAT(flag.help, HasSubstr(flag.secret_variable));
  }
  EXPECT_EQ(FindFlag("log_file").secret_variable, "");
}

TEST(FlagsJson, HasTheDeclarations) {
  const testing_app::Result result = testing_app::Parse({"--flags_json"});
  ASSERT_TRUE(std::holds_alternative<PrintAndExit>(result));
  const std::string& json = std::get<PrintAndExit>(result).text;
  EXPECT_THAT(json,
              AllOf(HasSubstr(R"({"name":"token_ttl",)"
                              R"("environment":"BACKLINKS_TOKEN_TTL",)"
                              R"("type":"DURATION","help":"Token lifetime",)"
                              R"("range":"1m to 8760h","default":"24h",)"
                              R"("min":60000,"max":31536000000})"),
                    HasSubstr(R"("words":["both","http","https"])"),
                    HasSubstr(R"("secret_environment":"BACKLINKS_TOKEN_KEY")"),
                    HasSubstr(R"(one \"name = value\" per line)")));
}

}  // namespace
}  // namespace backlinks::config
