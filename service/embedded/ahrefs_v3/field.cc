#include "service/embedded/ahrefs_v3/field.h"

#include <map>
#include <span>

#include "fmt/format.h"
#include "service/common/column/column.h"
#include "service/embedded/ahrefs_v3/column_field.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

using Kind = V3Field::Kind;

// Assumed: pagefound means that the link was there at the first visit.
constexpr std::string_view kDiscoveredStatus =
    "CASE \"original\" WHEN 0 THEN 'linkfound' WHEN 1 THEN 'pagefound' END";

// Assumed: an image link is one with an alternative text.
constexpr std::string_view kLinkType =
    "CASE \"link_type\" WHEN 'href' THEN "
    "CASE WHEN \"alt\" <> '' THEN 'image' ELSE 'text' END "
    "ELSE \"link_type\" END";

Kind KindOf(ColumnType type) {
  switch (type) {
    case ColumnType::kInt64:
      return Kind::kInt;
    case ColumnType::kTimestamp:
      return Kind::kDate;
    case ColumnType::kBool:
      return Kind::kBool;
    case ColumnType::kString:
    case ColumnType::kLinkType:
      break;
  }
  return Kind::kText;
}

V3Field FieldOf(const V3ColumnField& pair) {
  const Column& column = *FindColumn(pair.column);
  V3Field field{std::string(pair.field), fmt::format("\"{}\"", column.name),
                KindOf(column.type)};
  if (column.name == "ahrefs_rank" || column.name == "domain_rating") {
    field.kind = Kind::kRating;
  } else if (column.name == "language") {
    field.kind = Kind::kTextList;
  } else if (column.name == "original") {
    field.kind = Kind::kText;
    field.sql = kDiscoveredStatus;
  } else if (column.name == "link_type") {
    field.sql = kLinkType;
  }
  return field;
}

// "1 IS 0" instead of 0, since ORDER BY interprets 0 as the number of a column.
constexpr std::string_view kNever = "(1 IS 0)";
constexpr std::string_view kNull = "NULL";

struct Extra {
  std::string_view name;
  std::string_view sql = kNull;
  Kind kind = Kind::kText;
  int units = 1;
};

// Assumed: no link of the table is lost or part of a chain of redirects; a link
// is new if its first visit is its last one.
constexpr Extra kDerived[] = {
    {"is_dofollow", "(NOT \"nofollow\")", Kind::kBool},
    {"is_lost", kNever, Kind::kBool},
    {"is_new", "(\"first_seen\" = \"last_visited\")", Kind::kBool},
    {"is_redirect_lost", kNever, Kind::kBool},
    {"is_root_source", "(v3_host(\"url_from\") = v3_root_name(\"url_from\"))",
     Kind::kBool},
    {"is_root_target", "(v3_host(\"url_to\") = v3_root_name(\"url_to\"))",
     Kind::kBool},
    {"last_seen", kNull, Kind::kDate},
    {kLinkGroupCount, "1", Kind::kInt},
    {"name_source", "v3_host(\"url_from\")"},
    {"name_target", "v3_host(\"url_to\")"},
    {"port_source", "v3_port(\"url_from\")", Kind::kInt},
    {"port_target", "v3_port(\"url_to\")", Kind::kInt},
    {"redirect_kind", kNull, Kind::kIntList},
    {"root_name_source", "v3_root_name(\"url_from\")"},
    {"root_name_target", "v3_root_name(\"url_to\")"},
    {"tld_class_source", "v3_tld_class(\"url_from\")"},
    {"tld_class_target", "v3_tld_class(\"url_to\")"},
    {"url_from_plain", "v3_plain_url(\"url_from\")"},
    {"url_redirect", kNull, Kind::kTextList},
    {"url_redirect_with_target", "\"url_to\"", Kind::kTextList},
    {"url_to_plain", "v3_plain_url(\"url_to\")"},
};

// Fields for which the table has no information.
constexpr Extra kUnknown[] = {
    {"ahrefs_rank_source", kNull, Kind::kInt},
    {"broken_redirect_new_target"},
    {"broken_redirect_reason"},
    {"broken_redirect_source"},
    {"class_c", kNull, Kind::kInt, 5},
    {"domain_rating_target", kNull, Kind::kRating},
    {"drop_reason"},
    {"http_crawl", kNull, Kind::kBool},
    {"is_content", kNull, Kind::kBool},
    {"is_spam", kNull, Kind::kBool},
    {"is_sponsored", kNull, Kind::kBool},
    {"is_ugc", kNull, Kind::kBool},
    {"js_crawl", kNull, Kind::kBool},
    {"linked_domains_source_domain", kNull, Kind::kInt},
    {"linked_domains_source_page", kNull, Kind::kInt},
    {"linked_domains_target_domain", kNull, Kind::kInt},
    {"lost_reason"},
    {"noindex", kNull, Kind::kBool},
    {"page_category_source"},
    {"page_type_source"},
    {"positions", kNull, Kind::kInt},
    {"powered_by", kNull, Kind::kTextList},
    {"refdomains_source", kNull, Kind::kInt, 5},
    {"refdomains_source_domain", kNull, Kind::kInt, 5},
    {"refdomains_target_domain", kNull, Kind::kInt, 5},
    {"source_page_author"},
    {"source_page_publish_date", kNull, Kind::kDate},
    {"traffic", kNull, Kind::kInt, 10},
    {"traffic_domain", kNull, Kind::kInt, 10},
};

// The fields is_text, is_image, …: whether link_type is that word.
constexpr std::string_view kLinkTypes[] = {"alternate", "canonical", "form",
                                           "frame",     "image",     "redirect",
                                           "rss",       "text"};

using FieldsByName = std::map<std::string, V3Field, std::less<>>;

void Add(const V3Field& field, FieldsByName& fields) {
  fields[field.name] = field;
}

void AddAll(std::span<const Extra> extras, FieldsByName& fields) {
  for (const auto& [name, sql, kind, units] : extras) {
    Add({std::string(name), std::string(sql), kind, units}, fields);
  }
}

FieldsByName AllFields() {
  FieldsByName fields;
  for (const V3ColumnField& pair : V3ColumnFields()) {
    Add(FieldOf(pair), fields);
  }
  for (const std::string_view type : kLinkTypes) {
    Add({fmt::format("is_{}", type),
         fmt::format("(({}) = '{}')", kLinkType, type), Kind::kBool},
        fields);
  }
  AddAll(kDerived, fields);
  AddAll(kUnknown, fields);
  return fields;
}

}  // namespace

const V3Field* FindV3Field(std::string_view name) {
  static const auto* const fields = new FieldsByName(AllFields());
  const auto it = fields->find(name);
  return it == fields->end() ? nullptr : &it->second;
}

}  // namespace backlinks::embedded::ahrefs_v3
