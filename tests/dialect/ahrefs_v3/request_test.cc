#include "service/dialect/ahrefs_v3/request.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/dialect/ahrefs_v3/literals.h"
#include "tests/support/random_source.h"
#include "tests/support/v2_text.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing_support::ParseQueryString;
using testing_support::RandomSource;

int Number(std::string_view name) { return FindColumn(name)->number; }

ColumnSet Columns(std::initializer_list<std::string_view> names) {
  ColumnSet columns;
  for (const std::string_view name : names) columns.set(Number(name));
  return columns;
}

constexpr const char* kWhere = R"({"field":"title","is":["eq","a&b"]})";
constexpr const char* kHaving =
    R"({"field":"domain_rating_source","is":["lt",5]})";

Plan ExamplePlan() {
  return {
      .target = "ahrefs.com/api/",
      .mode = TargetMode::kPrefix,
      .where = kWhere,
      .having = kHaving,
      .order_by = {{Number("ahrefs_rank"), true}, {Number("url_from"), false}},
      .full_order_by = {{Number("ahrefs_rank"), true},
                        {Number("url_from"), false},
                        {Number("first_seen"), false}},
      .select = Columns({"title", "url_from", "ahrefs_rank"})};
}

KeysetPositionPtr KeysetPositionAt(bool in_full_order) {
  return std::make_shared<const KeysetPosition>(KeysetPosition{
      .keys = {NumberLiteral{"20.5"}, std::string("http://b.c/")},
      .in_full_order = in_full_order});
}

constexpr const char* kKeyset =
    R"({"or":[{"or":[{"field":"url_rating_source","is":["lt",20.5]},)"
    R"({"field":"url_rating_source","is":"is_null"}]},)"
    R"({"and":[{"field":"url_rating_source","is":["eq",20.5]},)"
    R"({"field":"url_from","is":["gte","http://b.c/"]}]}]})";

std::string And(const std::string& list) { return "{\"and\":[" + list + "]}"; }

TEST(V3RequestTest, HasEveryParameter) {
  const HttpRequest request =
      MakeV3Request({.base_path = "/v3/", .token = Secret("key")},
                    ExamplePlan(), {.limit = 7});
  EXPECT_THAT(
      ParseQueryString(request.target.Reveal()).value(),
      ElementsAre(Pair("target", "ahrefs.com/api/"), Pair("mode", "prefix"),
                  Pair("select", "url_from,url_rating_source,title"),
                  Pair("where", And(std::string(kWhere) + "," + kHaving)),
                  Pair("order_by", "url_rating_source:desc,url_from:asc"),
                  Pair("limit", "7"), Pair("aggregation", "all"),
                  Pair("history", "live"), Pair("protocol", "both"),
                  Pair("output", "json")));
  EXPECT_EQ(request.target.Reveal(), request.redacted_target);
  EXPECT_THAT(request.target.Reveal(), Not(HasSubstr("key")));
  ASSERT_EQ(request.headers.size(), 1U);
  EXPECT_EQ(request.headers[0].first, "authorization");
  EXPECT_EQ(request.headers[0].second.Reveal(), "Bearer key");
}

TEST(V3RequestTest, LeavesOutWhatIsNotThere) {
  const Plan plan = {.target = "A.com/x",
                     .select = Columns({"url_from", "prev_visited"}),
                     .select_all = true};
  const HttpRequest request = MakeV3Request({}, plan, {.limit = 1000});
  EXPECT_EQ(request.target.Reveal(),
            "/site-explorer/all-backlinks?target=a.com&mode=subdomains"
            "&select=url_from&limit=1000&aggregation=all&history=live"
            "&protocol=both&output=json");
  EXPECT_THAT(request.headers, IsEmpty());
}

TEST(V3RequestTest, UsesTheOptions) {
  const HttpRequest request = MakeV3Request({.aggregation = "1_per_domain",
                                             .history = "since:2024-01-31",
                                             .protocol = "https"},
                                            ExamplePlan(), {.limit = 1});
  EXPECT_THAT(request.redacted_target,
              HasSubstr("&aggregation=1_per_domain&history=since%3A2024-01-31"
                        "&protocol=https&"));
}

TEST(V3RequestTest, StartsAtTheKeysetPosition) {
  const HttpRequest request = MakeV3Request(
      {}, ExamplePlan(), {.limit = 7, .from = KeysetPositionAt(false)});
  const auto parameters = ParseQueryString(request.target.Reveal()).value();
  EXPECT_THAT(parameters,
              testing::Contains(Pair("where", And(std::string(kWhere) + "," +
                                                  kHaving + "," + kKeyset))));
  EXPECT_THAT(parameters, testing::Contains(Pair(
                              "select", "url_from,url_rating_source,title")));
}

TEST(V3RequestTest, OrdersADeepPageByEveryColumn) {
  const HttpRequest request = MakeV3Request(
      {}, ExamplePlan(), {.limit = 7, .from = KeysetPositionAt(true)});
  const auto parameters = ParseQueryString(request.target.Reveal()).value();
  EXPECT_THAT(parameters,
              testing::Contains(Pair(
                  "order_by",
                  "url_rating_source:desc,url_from:asc,first_seen_link:asc")));
  EXPECT_THAT(
      parameters,
      testing::Contains(
          Pair("select", "url_from,url_rating_source,title,first_seen_link")));
}

TEST(V3RequestTest, AcceptsEveryBasePath) {
  const auto path = [](const char* base_path) {
    return MakeV3AllowanceRequest({.base_path = base_path}).redacted_target;
  };
  const std::string endpoint = "/subscription-info/limits-and-usage";
  EXPECT_EQ(path(""), endpoint);
  EXPECT_EQ(path("/"), endpoint);
  EXPECT_EQ(path("/v3"), "/v3" + endpoint);
  EXPECT_EQ(path("/v3/"), "/v3" + endpoint);
}

TEST(V3RequestTest, RequestsTheAllowanceWithTheKey) {
  const HttpRequest request = MakeV3AllowanceRequest({.token = Secret("k")});
  ASSERT_EQ(request.headers.size(), 1U);
  EXPECT_EQ(request.headers[0].first, "authorization");
  EXPECT_EQ(request.headers[0].second.Reveal(), "Bearer k");
}

TEST(V3RequestPropertyTest, NoValueBreaksOutOfItsParameter) {
  RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < 5'000; ++i) {
    std::string target = "a.com/" + random.HostileBytes(8);
    target = target.substr(0, target.find('#'));
    const std::string where =
        CompareInV3("title", "eq", TextInV3(random.HostileBytes(12)));
    const Plan plan = {.target = target,
                       .mode = TargetMode::kExact,
                       .where = where,
                       .select = Columns({"title"})};
    const HttpRequest request = MakeV3Request({}, plan, {.limit = 1});
    const auto parameters = ParseQueryString(request.target.Reveal());
    ASSERT_TRUE(parameters.has_value()) << request.redacted_target;
    ASSERT_THAT(*parameters,
                ElementsAre(Pair("target", target), Pair("mode", "exact"),
                            Pair("select", "title"), Pair("where", where),
                            Pair("limit", "1"), Pair("aggregation", "all"),
                            Pair("history", "live"), Pair("protocol", "both"),
                            Pair("output", "json")));
  }
}

}  // namespace
}  // namespace backlinks::dialect::ahrefs_v3
