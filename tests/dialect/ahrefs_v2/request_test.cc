#include "service/dialect/ahrefs_v2/request.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/dialect/ahrefs_v2/literals.h"
#include "tests/support/random_source.h"
#include "tests/support/v2_text.h"

namespace backlinks::dialect::ahrefs_v2 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing_support::ParseQueryString;
using testing_support::RandomSource;

const Column& ColumnNamed(std::string_view name) { return *FindColumn(name); }

TEST(RequestTest, HasEveryParameter) {
  Plan plan = {.target = "ahrefs.com/api/",
               .mode = TargetMode::kPrefix,
               .where = R"(title="a&b",ahrefs_rank>=20)",
               .having = "domain_rating<5",
               .order_by = {{ColumnNamed("ahrefs_rank").number, true},
                            {ColumnNamed("url_from").number, false}}};
  plan.select.set(ColumnNamed("title").number);
  plan.select.set(ColumnNamed("url_from").number);
  const HttpRequest request = MakeV2Request("/v2/", Secret("k&y=1"), plan,
                                            {.offset = 2000, .limit = 7});
  EXPECT_THAT(
      ParseQueryString(request.target.Reveal()).value(),
      ElementsAre(Pair("token", "k&y=1"), Pair("from", "backlinks"),
                  Pair("output", "json"), Pair("target", "ahrefs.com/api/"),
                  Pair("mode", "prefix"), Pair("select", "url_from,title"),
                  Pair("where", R"(title="a&b",ahrefs_rank>=20)"),
                  Pair("having", "domain_rating<5"),
                  Pair("order_by", "ahrefs_rank:desc,url_from:asc"),
                  Pair("limit", "7"), Pair("offset", "2000")));
  EXPECT_EQ(request.target.Reveal().rfind("/v2/?", 0), 0U);
  EXPECT_TRUE(request.headers.empty());
}

TEST(RequestTest, LeavesOutWhatIsDefault) {
  const Plan plan = {.target = "a.com", .select_all = true};
  const HttpRequest request =
      MakeV2Request("", Secret("t"), plan, {.offset = 0, .limit = 1000});
  EXPECT_EQ(request.target.Reveal(),
            "/?token=t&from=backlinks&output=json&target=a.com&mode=subdomains"
            "&limit=1000");
  EXPECT_EQ(request.redacted_target,
            "/?token=REDACTED&from=backlinks&output=json&target=a.com"
            "&mode=subdomains&limit=1000");
}

TEST(RequestTest, RequestsTheAllowanceWithoutATarget) {
  const HttpRequest request = MakeV2AllowanceRequest("/v2/", Secret("k&y"));
  EXPECT_EQ(request.target.Reveal(),
            "/v2/?token=k%26y&from=subscription_info&output=json");
  EXPECT_EQ(request.redacted_target,
            "/v2/?token=REDACTED&from=subscription_info&output=json");
}

TEST(RequestPropertyTest, NoValueBreaksOutOfItsParameter) {
  RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < 20'000; ++i) {
    const std::string token = "secret" + random.HostileBytes(6);
    const std::string value = random.HostileBytes(12);
    // What "exact" keeps: no fragment, host in lower case already.
    std::string target = "a.com/" + random.HostileBytes(8);
    target = target.substr(0, target.find('#'));
    const Plan plan = {.target = target,
                       .mode = TargetMode::kExact,
                       .where = "title=" + QuoteInV2(value),
                       .having = "alt<>" + QuoteInV2(value),
                       .select_all = true};
    const HttpRequest request =
        MakeV2Request("/", Secret(token), plan, {.offset = 0, .limit = 1});
    const auto parameters = ParseQueryString(request.target.Reveal());
    ASSERT_TRUE(parameters.has_value()) << request.redacted_target;
    ASSERT_THAT(*parameters,
                ElementsAre(Pair("token", token), Pair("from", "backlinks"),
                            Pair("output", "json"), Pair("target", target),
                            Pair("mode", "exact"), Pair("where", plan.where),
                            Pair("having", plan.having), Pair("limit", "1")));
    ASSERT_THAT(request.redacted_target, Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace backlinks::dialect::ahrefs_v2
