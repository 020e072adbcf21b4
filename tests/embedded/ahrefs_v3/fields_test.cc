// The published fields of v3's all-backlinks: all are served, and what they are
// of a link that the table knows.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "boost/json/object.hpp"
#include "boost/json/serialize.hpp"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/embedded/ahrefs_v3/v3_requests.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using testing_http::HttpAnswer;

// As the publisher's specification lists them.
constexpr char kPublished[] =
    "ahrefs_rank_source,ahrefs_rank_target,alt,anchor,"
    "broken_redirect_new_target,broken_redirect_reason,broken_redirect_source,"
    "class_c,discovered_status,domain_rating_source,domain_rating_target,"
    "drop_reason,encoding,first_seen,first_seen_link,http_code,http_crawl,"
    "ip_source,is_alternate,is_canonical,is_content,is_dofollow,is_form,"
    "is_frame,is_image,is_lost,is_new,is_nofollow,is_redirect,"
    "is_redirect_lost,is_root_source,is_root_target,is_rss,is_spam,"
    "is_sponsored,is_text,is_ugc,js_crawl,languages,last_seen,last_visited,"
    "link_group_count,link_type,linked_domains_source_domain,"
    "linked_domains_source_page,linked_domains_target_domain,links_external,"
    "links_internal,lost_reason,name_source,name_target,noindex,"
    "page_category_source,page_size,page_type_source,port_source,port_target,"
    "positions,powered_by,redirect_code,redirect_kind,refdomains_source,"
    "refdomains_source_domain,refdomains_target_domain,root_name_source,"
    "root_name_target,snippet_left,snippet_right,source_page_author,"
    "source_page_publish_date,title,tld_class_source,tld_class_target,traffic,"
    "traffic_domain,url_from,url_from_plain,url_rating_source,url_redirect,"
    "url_redirect_with_target,url_to,url_to_plain";

std::vector<std::string> Published() { return absl::StrSplit(kPublished, ','); }

constexpr char kLinks[] =
    R"({"page_size":1,"url_from":"http://www.example.gov.uk:8080/a?b","url_to":"https://github.com/x","link_type":"href","alt":"","nofollow":false,"first_seen":"2014-01-01T00:00:00Z","last_visited":"2014-01-01T00:00:00Z"}
{"page_size":2,"url_from":"https://example.edu/","url_to":"http://api.github.com/","link_type":"href","alt":"A","nofollow":true,"first_seen":"2014-01-01T00:00:00Z","last_visited":"2015-01-01T00:00:00Z"}
{"page_size":3,"url_from":"https://192.0.2.1/","url_to":"https://github.com:444/","link_type":"canonical"}
{"page_size":4,"url_to":"https://github.com/y"}
{"page_size":5,"url_from":"https://example.edu/2","url_to":"https://github.com/z"}
)";

// The values of a field over the links, as JSON.
std::string ValuesOf(UpstreamFixture& fixture, const std::string& field) {
  std::vector<std::string> values;
  for (const auto& row : V3Rows(GetV3(fixture, {{"select", field}}))) {
    values.push_back(boost::json::serialize(row.at(field)));
  }
  return absl::StrJoin(values, " ");
}

TEST(V3Fields, AreAllServed) {
  UpstreamFixture fixture({}, kLinks);
  ASSERT_THAT(Published(), SizeIs(82));
  const auto rows = V3Rows(GetV3(fixture, {{"select", kPublished}}));
  ASSERT_THAT(rows, SizeIs(5));
  EXPECT_THAT(rows[0], SizeIs(82));
}

TEST(V3Fields, CanAllBeFilteredAndOrdered) {
  UpstreamFixture fixture({}, kLinks);
  for (const std::string& field : Published()) {
    const HttpAnswer filtered = GetV3(
        fixture,
        {{"where", fmt::format(R"({{"field":"{}","is":"empty"}})", field)}});
    EXPECT_EQ(filtered.status(), 200) << field << filtered.body();
    const bool is_list = ValuesOf(fixture, field).starts_with('[');
    if (is_list || field == "link_group_count") continue;
    const HttpAnswer ordered =
        GetV3(fixture, {{"order_by", field + ":desc,page_size"}});
    EXPECT_EQ(ordered.status(), 200) << field << ordered.body();
  }
}

TEST(V3Fields, AreDerivedWhereTheyCanBe) {
  UpstreamFixture fixture({}, kLinks);
  const std::map<std::string, std::string> expected{
      {"is_dofollow", "true false null null null"},
      {"is_text", "true false false null null"},
      {"is_image", "false true false null null"},
      {"is_canonical", "false false true null null"},
      {"is_alternate", "false false false null null"},
      {"is_form", "false false false null null"},
      {"is_frame", "false false false null null"},
      {"is_redirect", "false false false null null"},
      {"is_rss", "false false false null null"},
      {"is_new", "true false null null null"},
      {"is_lost", "false false false false false"},
      {"is_redirect_lost", "false false false false false"},
      {"last_seen", "null null null null null"},
      {"is_root_source", "false true true null true"},
      {"is_root_target", "true false true true true"},
      {"name_source",
       R"("www.example.gov.uk" "example.edu" "192.0.2.1" null "example.edu")"},
      {"root_name_source",
       R"("example.gov.uk" "example.edu" "192.0.2.1" null "example.edu")"},
      {"root_name_target",
       R"("github.com" "github.com" "github.com" "github.com" "github.com")"},
      {"port_source", "8080 443 443 null 443"},
      {"port_target", "443 80 444 443 443"},
      {"tld_class_source", R"("gov" "edu" "normal" null "edu")"},
      {"url_from_plain",
       R"("www.example.gov.uk:8080/a?b" "example.edu/" "192.0.2.1/" null )"
       R"("example.edu/2")"},
      {"url_redirect", "[] [] [] [] []"},
      {"redirect_kind", "[] [] [] [] []"},
      {"url_redirect_with_target",
       R"(["https://github.com/x"] ["http://api.github.com/"] )"
       R"(["https://github.com:444/"] ["https://github.com/y"] )"
       R"(["https://github.com/z"])"},
      {"link_group_count", "1 1 1 1 1"}};
  for (const auto& [field, values] : expected) {
    EXPECT_EQ(ValuesOf(fixture, field), values) << field;
  }
}

TEST(V3Fields, AreNullIfUnknown) {
  UpstreamFixture fixture({}, kLinks);
  for (const char* field :
       {"traffic_domain", "is_spam", "source_page_publish_date",
        "domain_rating_target", "lost_reason"}) {
    EXPECT_EQ(ValuesOf(fixture, field), "null null null null null") << field;
  }
  EXPECT_EQ(ValuesOf(fixture, "powered_by"), "[] [] [] [] []");
}

// Two-valued logic: what is asked of null is false.
TEST(V3Fields, MatchNothingIfUnknown) {
  UpstreamFixture fixture({}, kLinks);
  const std::string busy = R"({"field":"traffic_domain","is":["gte",500]})";
  EXPECT_THAT(V3Numbers(fixture, {{"where", busy}}), ElementsAre());
  EXPECT_THAT(
      V3Numbers(fixture, {{"where", fmt::format(R"({{"not":{}}})", busy)}}),
      ElementsAre(1, 2, 3, 4, 5));
}

TEST(V3Fields, CostWhatIsPublished) {
  UpstreamFixture fixture({}, kLinks);
  for (const auto& [field, units] :
       {std::pair{"is_spam", "1"}, std::pair{"class_c", "5"},
        std::pair{"refdomains_source", "5"},
        std::pair{"refdomains_source_domain", "5"},
        std::pair{"refdomains_target_domain", "5"}, std::pair{"traffic", "10"},
        std::pair{"traffic_domain", "10"}}) {
    EXPECT_EQ(
        GetV3(fixture, {{"select", field}}).header("x-api-units-cost-row"),
        units)
        << field;
  }
}

TEST(V3LinkGroupCount, IsOfTheDomainWhereLinksAreGroupedByIt) {
  UpstreamFixture fixture({}, kLinks);
  const HttpAnswer answer =
      GetV3(fixture, {{"aggregation", "1_per_domain"},
                      {"select", "page_size,link_group_count"},
                      {"order_by", "page_size"}});
  EXPECT_EQ(answer.body(),
            "{\"backlinks\":[{\"page_size\":1,\"link_group_count\":1},\n"
            "{\"page_size\":2,\"link_group_count\":2},\n"
            "{\"page_size\":3,\"link_group_count\":1},\n"
            "{\"page_size\":4,\"link_group_count\":1}]}");
}

TEST(V3LinkGroupCount, IsRejectedWhereItMeansNothing) {
  UpstreamFixture fixture({}, kLinks);
  const std::string where = R"({"field":"link_group_count","is":["gt",1]})";
  EXPECT_EQ(
      GetV3(fixture, {{"aggregation", "all"}, {"select", "link_group_count"}})
          .body(),
      R"({"error":"bad aggregation: field 'link_group_count' needs )"
      R"(a value other than all"})");
  EXPECT_EQ(GetV3(fixture, {{"aggregation", "1_per_domain"}, {"where", where}})
                .body(),
            R"({"error":"bad where: field 'link_group_count' with aggregation )"
            R"('1_per_domain' is not served here"})");
  EXPECT_EQ(GetV3(fixture, {{"order_by", "link_group_count"}}).body(),
            R"({"error":"bad order_by: field 'link_group_count' has no )"
            R"(order"})");
  EXPECT_THAT(V3Numbers(fixture, {{"where", where}}), ElementsAre());
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
