// The rows of API v3: fields, orders, limits, groups.
#include <string>
#include <vector>

#include "boost/json/array.hpp"
#include "boost/json/serialize.hpp"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/embedded/ahrefs_v3/oracle.h"
#include "tests/embedded/ahrefs_v3/v3_requests.h"
#include "tests/support/http/compress.h"
#include "tests/support/random_source.h"

namespace backlinks::embedded::testing_embedded {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using testing_http::HttpAnswer;

constexpr std::string_view kTie = R"(["lte",3])";

std::string AllFields() {
  std::string select;
  for (const V3FieldFacts& field : V3Fields()) select += field.name + ",";
  select.pop_back();
  return select;
}

TEST(V3Rows, HaveTheDocumentedForm) {
  UpstreamFixture fixture;
  const HttpAnswer answer = GetV3(
      fixture, {{"mode", "exact"},
                {"select",
                 "title,url_rating_source,alt,is_nofollow,first_seen_link,"
                 "languages,link_type,discovered_status,name_source"}});
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  EXPECT_EQ(answer.body(),
            "{\"backlinks\":[{\"title\":\"Python tools\","
            "\"url_rating_source\":10.0,\"alt\":null,\"is_nofollow\":false,"
            "\"first_seen_link\":\"2013-10-26T20:19:04Z\",\"languages\":[],"
            "\"link_type\":\"text\",\"discovered_status\":null,"
            "\"name_source\":\"blog.example.org\"}]}");
}

// Names, order, types, nulls and empty lists of all fields.
TEST(V3Rows, AreThoseOfTheTable) {
  testing_support::RandomSource random(testing_support::PrintedSeed());
  std::string jsonl;
  std::vector<std::string> expected;
  for (int number = 0; number < 50; ++number) {
    json::object row = RandomTableRow(random, number);
    row["url_to"] = "https://github.com/";
    jsonl += json::serialize(row) + "\n";
    expected.push_back(json::serialize(V3RowOf(row)));
  }
  UpstreamFixture fixture({}, jsonl);
  const auto rows = V3Rows(GetV3(fixture, {{"select", AllFields()}}));
  ASSERT_THAT(rows, SizeIs(expected.size()));
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(json::serialize(rows[i]), expected[i]);
  }
}

TEST(V3Rows, HaveEveryFieldOnceAndAsSelected) {
  UpstreamFixture fixture;
  const HttpAnswer answer =
      GetV3(fixture, {{"mode", "exact"}, {"select", "title,page_size,title"}});
  EXPECT_EQ(answer.body(),
            R"({"backlinks":[{"title":"Python tools","page_size":1}]})");
}

TEST(V3Rows, AreSelectedAndOrderedByNamesWithBlanks) {
  UpstreamFixture fixture;
  const HttpAnswer answer =
      GetV3(fixture, {{"select", "page_size, is_nofollow"},
                      {"order_by", "is_nofollow:desc, page_size"},
                      {"limit", "1"}});
  EXPECT_EQ(answer.body(),
            R"({"backlinks":[{"page_size":2,"is_nofollow":true}]})");
}

TEST(V3Rows, MayBeEmpty) {
  UpstreamFixture fixture;
  const HttpAnswer answer = GetV3(fixture, {{"target", "nobody.example"}});
  EXPECT_EQ(answer.body(), R"({"backlinks":[]})");
  EXPECT_EQ(answer.header("x-api-rows"), "0");
}

struct Case {
  std::string name;
  Parameters parameters;
  std::vector<int64_t> numbers;
};
class Chosen : public ::testing::TestWithParam<Case> {};

TEST_P(Chosen, MatchesTheRowsInOrder) {
  UpstreamFixture fixture;
  EXPECT_EQ(V3Numbers(fixture, GetParam().parameters), GetParam().numbers);
}

std::string Where(std::string_view field, std::string_view comparison) {
  return fmt::format(R"({{"field":"{}","is":{}}})", field, comparison);
}

INSTANTIATE_TEST_SUITE_P(
    All, Chosen,
    ::testing::Values(
        Case{"subdomains_by_default", {}, {1, 2, 3, 4, 5, 6}},
        Case{"subdomains", {{"mode", "subdomains"}}, {1, 2, 3, 4, 5, 6}},
        Case{"domain", {{"mode", "domain"}}, {1, 2, 3, 6}},
        Case{"exact", {{"mode", "exact"}}, {1}},
        Case{"prefix",
             {{"mode", "prefix"}, {"target", "github.com/a"}},
             {2, 3, 6}},
        Case{"empty_values_are_none",
             {{"mode", ""}, {"where", ""}, {"order_by", ""}, {"limit", ""}},
             {1, 2, 3, 4, 5, 6}},
        Case{"null_first", {{"order_by", "title"}}, {6, 2, 1, 4, 5, 3}},
        Case{"null_last", {{"order_by", "title:desc"}}, {3, 5, 4, 1, 2, 6}},
        Case{"false_below_true",
             {{"order_by", "is_nofollow:desc,page_size:desc"}},
             {4, 2, 5, 3, 1, 6}},
        Case{"ties_keep_the_order_of_the_table",
             {{"order_by", "is_nofollow:asc"}},
             {6, 1, 3, 5, 2, 4}},
        Case{"by_words_of_v3",
             {{"order_by", "link_type,url_rating_source:desc"}},
             {6, 5, 2, 4, 3, 1}},
        Case{"by_host",
             {{"order_by", "name_source:desc,page_size"}},
             {3, 2, 4, 5, 6, 1}},
        Case{"limit", {{"limit", "2"}, {"order_by", "page_size:desc"}}, {6, 5}},
        Case{"limit_as_real", {{"limit", "3.0"}}, {1, 2, 3}},
        Case{"limit_with_a_raw_plus", {{"limit", "1e 05"}}, {1, 2, 3, 4, 5, 6}},
        Case{"root_name",
             {{"where", Where("root_name_source", R"(["eq","example.org"])")}},
             {1, 2}},
        Case{"by_root_name",
             {{"order_by", "root_name_source:desc,page_size:desc"}},
             {3, 2, 1, 4, 6, 5}},
        Case{"high_limit",
             {{"limit", "9223372036854775807"}},
             {1, 2, 3, 4, 5, 6}},
        Case{"where", {{"where", Where("page_size", kTie)}}, {1, 2, 3}},
        Case{"where_and_limit",
             {{"where", Where("page_size", kTie)},
              {"order_by", "page_size:desc"},
              {"limit", "2"}},
             {3, 2}},
        Case{"or_stays_within_the_target",
             {{"where", R"({"or":[{"field":"page_size","is":["gt",5]},)"
                        R"({"field":"page_size","is":["lt",2]}]})"}},
             {1, 6}},
        Case{"http", {{"protocol", "http"}}, {4}},
        Case{"https", {{"protocol", "https"}}, {1, 2, 3, 5, 6}},
        Case{"both", {{"protocol", "both"}}, {1, 2, 3, 4, 5, 6}},
        Case{"all", {{"aggregation", "all"}}, {1, 2, 3, 4, 5, 6}},
        Case{"similar_links",
             {{"aggregation", "similar_links"}},
             {1, 2, 3, 4, 5, 6}},
        Case{"one_per_domain",
             {{"aggregation", "1_per_domain"}},
             {1, 2, 3, 4, 5}},
        Case{"the_first_of_its_domain",
             {{"aggregation", "1_per_domain"}, {"order_by", "page_size:desc"}},
             {6, 4, 3, 2, 1}},
        Case{"one_per_domain_of_those_that_pass",
             {{"aggregation", "1_per_domain"},
              {"where", Where("page_size", R"(["neq",5])")},
              {"limit", "4"}},
             {1, 2, 3, 4}},
        Case{"what_changes_nothing",
             {{"history", "since:2024-01-01"},
              {"timeout", "30"},
              {"output", "json"}},
             {1, 2, 3, 4, 5, 6}},
        Case{"live", {{"history", "live"}}, {1, 2, 3, 4, 5, 6}}),
    [](const auto& info) { return info.param.name; });

TEST(V3Limit, IsAThousandByDefault) {
  UpstreamFixture fixture;
  const Parameters many{{"target", "many.example"}};
  EXPECT_THAT(V3Numbers(fixture, many), SizeIs(1000));
  EXPECT_THAT(V3Numbers(fixture, {many[0], {"limit", "1500"}}), SizeIs(1205));
}

TEST(V3Limit, IsCappedWithoutAnError) {
  EmbeddedOptions options;
  options.max_rows_per_request = 2;
  UpstreamFixture fixture(options);
  for (const char* limit : {"-", "3", "1000000"}) {
    EXPECT_THAT(V3Numbers(fixture, {{"limit", limit}}), ElementsAre(1, 2));
  }
  EXPECT_THAT(V3Numbers(fixture, {{"limit", "1"}}), ElementsAre(1));
  EXPECT_EQ(fixture.upstream().account().latest().front().limit, 2);
}

TEST(V3Gzip, HoldsTheSameBody) {
  UpstreamFixture fixture;
  const Parameters many{{"target", "many.example"}, {"select", "title"}};
  const HttpAnswer plain = GetV3(fixture, many);
  const HttpAnswer zipped =
      GetV3(fixture, many, std::string(kV3Key) + "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  ASSERT_EQ(zipped.header("Content-Encoding"), "gzip");
  EXPECT_EQ(zipped.header("x-api-rows"), "1000");
  const auto unzipped = testing_http::Decompress(zipped.body());
  EXPECT_TRUE(unzipped.is_complete);
  EXPECT_EQ(unzipped.text, plain.body());
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
