// What API v3 charges, and what the account says of it.
#include <string>
#include <vector>

#include "boost/json/object.hpp"
#include "boost/json/value.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/embedded/ahrefs_v3/v3_requests.h"
#include "tests/support/file/read_file.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using ::testing::HasSubstr;
using testing_http::HttpAnswer;
using testing_http::HttpClient;

constexpr std::string_view kDialect = "ahrefs_v3";

const Parameters& Many() {
  static const auto* const many = new Parameters{{"target", "many.example"}};
  return *many;
}

Parameters And(Parameters parameters, const Parameters& more) {
  parameters.insert(parameters.end(), more.begin(), more.end());
  return parameters;
}

struct Case {
  std::string name;
  Parameters parameters;
  int row;  // Units.
  int rows;
  int total;
};
class V3Price : public ::testing::TestWithParam<Case> {};

TEST_P(V3Price, IsInTheHeadersAndCharged) {
  const Case& expected = GetParam();
  UpstreamFixture fixture;
  const HttpAnswer answer = GetV3(fixture, expected.parameters);
  ASSERT_EQ(answer.status(), 200) << answer.body();
  EXPECT_EQ(answer.header("x-api-rows"), std::to_string(expected.rows));
  EXPECT_EQ(answer.header("x-api-units-cost-row"),
            std::to_string(expected.row));
  EXPECT_EQ(answer.header("x-api-units-cost-total"),
            std::to_string(expected.total));
  EXPECT_EQ(answer.header("x-api-units-cost-total-actual"),
            std::to_string(expected.total));
  EXPECT_EQ(answer.header("x-api-cache"), "no_cache");
  EXPECT_EQ(fixture.upstream().account().milli_price(kDialect),
            expected.total * 1000);
}

INSTANTIATE_TEST_SUITE_P(
    All, V3Price,
    ::testing::Values(
        Case{"floor", {}, 1, 6, 50},
        Case{"floor_of_none", {{"target", "nobody.example"}}, 1, 0, 50},
        Case{"rows", Many(), 1, 1000, 1000},
        Case{"at_the_floor", And(Many(), {{"limit", "50"}}), 1, 50, 50},
        Case{"above_the_floor", And(Many(), {{"limit", "51"}}), 1, 51, 51},
        Case{"two_fields",
             And(Many(), {{"select", "title,alt"}, {"limit", "100"}}), 2, 100,
             200},
        Case{"a_field_twice",
             And(Many(), {{"select", "title,title"}, {"limit", "100"}}), 1, 100,
             100},
        Case{"fields_of_where_and_order_by",
             And(Many(),
                 {{"select", "title"},
                  {"where", R"({"or":[{"field":"alt","is":"empty"},)"
                            R"({"not":{"field":"anchor","is":"empty"}}]})"},
                  {"order_by", "url_to:desc,page_size"},
                  {"limit", "100"}}),
             5, 100, 500},
        Case{"the_same_field_everywhere",
             And(Many(), {{"where", R"({"field":"page_size","is":["lt",200]})"},
                          {"order_by", "page_size"}}),
             1, 200, 200},
        Case{"hosts",
             And(Many(),
                 {{"select", "name_source,name_target"}, {"limit", "100"}}),
             2, 100, 200}),
    [](const auto& info) { return info.param.name; });

TEST(V3Usage, CountsWhatWasCharged) {
  EmbeddedOptions options;
  options.units_limit = 5000;
  UpstreamFixture fixture(options);
  const auto before = V3Usage(fixture);
  EXPECT_EQ(before.at("subscription"), "Embedded");
  EXPECT_EQ(before.at("units_limit_workspace"), 5000);
  EXPECT_EQ(before.at("units_usage_workspace"), 0);
  EXPECT_TRUE(before.at("units_limit_api_key").is_null());
  EXPECT_EQ(before.at("units_usage_api_key"), 0);
  EXPECT_THAT(std::string(before.at("usage_reset_date").as_string()),
              HasSubstr("-01T00:00:00Z"));
  GetV3(fixture, Many());
  GetV3(fixture, {});
  GetV3(fixture, {{"select", "x"}});
  const auto after = V3Usage(fixture);
  EXPECT_EQ(after.at("units_usage_workspace"), 1050);
  EXPECT_EQ(after.at("units_usage_api_key"), 1050);
  EXPECT_EQ(fixture.upstream().account().request_count(), 2);
}

TEST(V3Usage, ReportsThatItIsFree) {
  UpstreamFixture fixture;
  HttpClient client(fixture.upstream().port());
  const std::string path = "/v3/subscription-info/limits-and-usage";
  const HttpAnswer answer = client.Get(path, kV3Key);
  EXPECT_EQ(answer.header("x-api-rows"), "1");
  for (const char* name : {"x-api-units-cost-row", "x-api-units-cost-total",
                           "x-api-units-cost-total-actual"}) {
    EXPECT_EQ(answer.header(name), "0") << name;
  }
  EXPECT_EQ(answer.header("x-api-cache"), "no_cache");
  EXPECT_EQ(client.Get(path + "?output=json", kV3Key).body(), answer.body());
  EXPECT_EQ(client.Get(path + "?output=xml", kV3Key).status(), 400);
}

TEST(V3Usage, IsOfABillionByDefault) {
  UpstreamFixture fixture;
  EXPECT_EQ(V3Usage(fixture).at("units_limit_workspace"), 1'000'000'000);
}

TEST(V3UnitsLimit, IsKeptToTheUnit) {
  EmbeddedOptions options;
  options.units_limit = 1100;
  UpstreamFixture fixture(options);
  EXPECT_EQ(GetV3(fixture, Many()).status(), 200);
  const HttpAnswer over = GetV3(fixture, And(Many(), {{"limit", "101"}}));
  EXPECT_EQ(over.status(), 403);
  EXPECT_EQ(over.body(), R"({"error":"API units limit reached"})");
  EXPECT_EQ(over.header("x-api-rows"), "");
  EXPECT_EQ(V3Usage(fixture).at("units_usage_workspace"),
            1000);  // Not charged.
  EXPECT_EQ(GetV3(fixture, And(Many(), {{"limit", "100"}})).status(), 200);
  EXPECT_EQ(GetV3(fixture, {}).status(), 403);
  EXPECT_EQ(V3Usage(fixture).at("units_usage_workspace"), 1100);
  EXPECT_EQ(fixture.upstream().account().request_count(), 2);
}

TEST(V3Account, HasALineForEveryAnswer) {
  const Files files;
  EmbeddedOptions options;
  options.account_file = files.path("account");
  options.max_rows_per_request = 100;
  UpstreamFixture fixture(options);
  GetV3(fixture, And(Many(), {{"select", "title,alt"},
                              {"order_by", "page_size:desc"},
                              {"where", R"({"field":"alt","is":"is_null"})"}}));
  GetV3(fixture, {{"limit", "x"}});
  fixture.Get({{"mode", "domain"}, {"target", "many.example"}});
  EXPECT_EQ(
      testing_file::ReadFile(options.account_file),
      R"({"target":"many.example",)"
      R"("where":"{\"field\":\"alt\",\"is\":\"is_null\"}","having":"",)"
      R"("order_by":"page_size:desc","select":"title,alt","limit":100,)"
      R"("offset":0,"rows":100,"milli_price":300000,"dialect":"ahrefs_v3"})"
      "\n"
      R"({"target":"many.example","where":"","having":"","order_by":"",)"
      R"("select":"","limit":100,"offset":0,"rows":100,"milli_price":21000})"
      "\n");
}

// v2's units are rows, v3's are its own: neither eats of the other's.
TEST(V3Account, SeparatesTheDialects) {
  EmbeddedOptions options;
  options.units_limit = 100;
  UpstreamFixture fixture(options);
  const auto rows_left = [&fixture] {
    const auto info = fixture.Get({{"from", "subscription_info"}});
    return Parse(info.body()).at("info").at("rows_left").as_int64();
  };
  const int64_t before = rows_left();
  EXPECT_EQ(GetV3(fixture, {}).status(), 200);
  EXPECT_EQ(rows_left(), before);
  fixture.Get({{"mode", "domain"}, {"target", "many.example"}});
  EXPECT_EQ(rows_left(), before - 201);
  EXPECT_EQ(V3Usage(fixture).at("units_usage_workspace"), 50);
  EXPECT_EQ(GetV3(fixture, {}).status(), 200);
  const Account& account = fixture.upstream().account();
  EXPECT_EQ(account.milli_price(kDialect), 100'000);
  EXPECT_EQ(account.milli_price("ahrefs_v2"), 201'000);
  EXPECT_EQ(account.milli_price(), 301'000);
  EXPECT_EQ(account.request_count(), 3);
}

// Whatever becomes of the answer.
TEST(V3Account, ChargesInterruptedResponsesInFull) {
  UpstreamFixture fixture;
  fixture.upstream().SetFault(*ParseFault("cut_after_rows=1"));
  GetV3(fixture, Many());
  EXPECT_EQ(fixture.upstream().account().milli_price(kDialect), 1'000'000);
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
