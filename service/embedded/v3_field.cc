#include "service/embedded/v3_field.h"

#include <map>

#include "fmt/format.h"
#include "service/model/column.h"

namespace backlinks {
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

V3Field FieldOf(const Column& column) {
  V3Field field{column.v3_field, fmt::format("\"{}\"", column.name),
                KindOf(column.type), column.v3_units};
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

using FieldsByName = std::map<std::string, V3Field, std::less<>>;

FieldsByName AllFields() {
  FieldsByName fields;
  fields["name_source"] = {"name_source", "v3_host(\"url_from\")"};
  fields["name_target"] = {"name_target", "v3_host(\"url_to\")"};
  fields["root_name_source"] = {"root_name_source",
                                "v3_root_name(\"url_from\")"};
  fields["root_name_target"] = {"root_name_target", "v3_root_name(\"url_to\")"};
  for (const Column& column : AllColumns()) {
    if (!column.v3_field.empty()) fields[column.v3_field] = FieldOf(column);
  }
  return fields;
}

}  // namespace

const V3Field* FindV3Field(std::string_view name) {
  static const auto* const fields = new FieldsByName(AllFields());
  const auto it = fields->find(name);
  return it == fields->end() ? nullptr : &it->second;
}

}  // namespace backlinks
