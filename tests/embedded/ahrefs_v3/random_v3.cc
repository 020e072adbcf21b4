// The fields, values and operators of the oracle, and rows of such values.
#include <map>

#include "boost/json/array.hpp"
#include "tests/embedded/ahrefs_v3/oracle.h"

namespace backlinks::embedded::testing_embedded {
namespace {

namespace json = boost::json;
using enum V3Kind;

using Values = std::vector<json::value>;

const Values& HostsOf() {
  static const auto* const urls =
      new Values{"https://Blog.Example.org/x", "http://example.org/y?z=Python",
                 "https://example.net/", "http://github.com/a/b",
                 "https://gist.github.com/"};
  return *urls;
}

json::value CellFor(const V3FieldFacts& field,
                    testing_support::RandomSource& random) {
  if (field.column == "url_from" || field.column == "url_to") {
    return random.Pick(HostsOf());
  }
  if (field.column == "original") return random.Percent(50);
  if (field.column == "link_type") {
    return random.Pick(Values{"href", "redirect", "form"});
  }
  if (field.kind == kRating) return random.Pick(Values{0, 10, 91});
  if (field.kind == kDate) {
    return random.Pick(Values{"2013-10-26T20:19:04Z", "2014-01-01T00:00:00Z",
                              "2015-06-01T12:00:00Z"});
  }
  return random.Pick(V3ValuesOf(field.kind));
}

}  // namespace

const std::vector<V3FieldFacts>& V3Fields() {
  static const auto* const fields = new std::vector<V3FieldFacts>{
      {"url_from", "url_from", kText},
      {"url_to", "url_to", kText},
      {"url_rating_source", "ahrefs_rank", kRating},
      {"domain_rating_source", "domain_rating", kRating},
      {"ahrefs_rank_target", "ahrefs_top", kInt},
      {"ip_source", "ip_from", kText},
      {"links_internal", "links_internal", kInt},
      {"links_external", "links_external", kInt},
      {"page_size", "page_size", kInt},
      {"encoding", "encoding", kText},
      {"languages", "language", kTextList},
      {"title", "title", kText},
      {"first_seen_link", "first_seen", kDate},
      {"last_visited", "last_visited", kDate},
      {"discovered_status", "original", kText},
      {"link_type", "link_type", kText},
      {"redirect_code", "redirect", kInt},
      {"is_nofollow", "nofollow", kBool},
      {"alt", "alt", kText},
      {"anchor", "anchor", kText},
      {"snippet_left", "text_pre", kText},
      {"snippet_right", "text_post", kText},
      {"http_code", "http_code", kInt},
      {"first_seen", "url_from_first_seen", kDate},
      {"name_source", "url_from", kText},
      {"name_target", "url_to", kText},
      {"root_name_source", "url_from", kText},
      {"root_name_target", "url_to", kText}};
  return *fields;
}

json::object RandomTableRow(testing_support::RandomSource& random,
                            int64_t number) {
  json::object row;
  for (const V3FieldFacts& field : V3Fields()) {
    const bool absent = random.Percent(30) && field.column != "url_to";
    if (!absent) row[field.column] = CellFor(field, random);
  }
  row["page_size"] = number;
  return row;
}

const Values& V3ValuesOf(V3Kind kind) {
  static const Values texts{
      "",  "Python tools", "python", "PYTHON.",   "日本 語",
      "l", "example.org",  "image",  "pagefound", "日本"};
  static const std::map<V3Kind, Values> values{
      {kText, texts},
      {kTextList, {"", "en", "EN", "en-gb", "日本"}},
      {kInt, {0, 2, 200, 301, -1}},
      {kRating, {0, 10, 10.0, 9.5, 91, 1e30, -0.5}},
      {kDate,
       {"2013-10-26T20:19:04Z", "2014-01-01", "2015-06-01T14:00:00+02:00",
        "2013-10-26T20:19:04.5Z", "2013-10-26T20:19:03.999Z", "1970-01-01"}},
      {kBool, {true, false}}};
  return values.at(kind);
}

std::vector<std::string> V3OperatorsOf(V3Kind kind) {
  std::vector<std::string> operators{"eq", "neq", "gt", "gte", "lt", "lte"};
  if (kind != kText && kind != kTextList) return operators;
  for (const char* op : {"substring", "isubstring", "phrase_match",
                         "iphrase_match", "prefix", "suffix", "regex"}) {
    operators.emplace_back(op);
  }
  return operators;
}

}  // namespace backlinks::embedded::testing_embedded
