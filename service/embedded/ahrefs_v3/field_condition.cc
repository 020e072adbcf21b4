#include "service/embedded/ahrefs_v3/field_condition.h"

#include <string_view>
#include <utility>
#include <vector>

#include "boost/json/array.hpp"
#include "fmt/format.h"
#include "service/embedded/ahrefs_v3/comparison.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

namespace json = boost::json;

// The stack for "(NAME IS NULL OR" before a condition on a list's element.
constexpr size_t kStackOfList = 3;
// The stack for "v3_uppercase(" and the value in it.
constexpr size_t kStackOfModifier = 3;

absl::Status WantsQuantifier(const V3Field& field) {
  return BadWhere(
      fmt::format("list_is of field '{}' needs 'any' or 'all'", field.name));
}

absl::StatusOr<V3Part> Comparison(const V3Field& field,
                                  const json::value& comparison, bool negated) {
  auto condition = CompareV3(field, comparison, negated);
  if (!condition.ok()) return condition.status();
  return V3Part{*std::move(condition)};
}

// Converts the content of list_is: comparisons joined by "and", "or" and "not".
absl::StatusOr<V3Part> Conditions(const V3Field& field,
                                  const json::value& conditions, bool negated);

absl::StatusOr<V3Part> JoinedConditions(const V3Field& field,
                                        const json::value& conditions,
                                        bool negated, std::string_view op) {
  const json::array* const array = conditions.if_array();
  if (array == nullptr || array->empty()) {
    return BadWhere("'and' and 'or' must be a list of conditions");
  }
  std::vector<V3Part> parts;
  for (const json::value& condition : *array) {
    auto part = Conditions(field, condition, negated);
    if (!part.ok()) return part;
    parts.push_back(*std::move(part));
  }
  return JoinV3Parts(std::move(parts), op);
}

absl::StatusOr<V3Part> Conditions(const V3Field& field,
                                  const json::value& conditions, bool negated) {
  const json::object* const object = conditions.if_object();
  if (object == nullptr) {
    return Comparison(field, conditions, negated);
  }
  if (object->size() != 1) return WantsQuantifier(field);
  const auto& [key, value] = *object->begin();
  if (key == "not") return Conditions(field, value, !negated);
  if (key == "and" || key == "or") {
    return JoinedConditions(field, value, negated,
                            (key == "and") != negated ? "AND" : "OR");
  }
  return WantsQuantifier(field);
}

// Converts a comparison of the list itself, which is never null, and empty if
// it has no element.
absl::StatusOr<V3Part> OnList(const V3Field& field,
                              const json::value& comparison, bool negated) {
  if (comparison == "is_null") return V3Part{{negated ? "1" : "0", {}}};
  if (comparison == "empty") return Comparison(field, "is_null", negated);
  return BadWhere(
      fmt::format("field '{}' is a list: use 'list_is'", field.name));
}

absl::StatusOr<V3Part> OnElements(const V3Field& field,
                                  const json::value& list_is, bool negated) {
  const json::object* const object = list_is.if_object();
  const bool any = object != nullptr && object->contains("any");
  const bool quantified = any || (object != nullptr && object->contains("all"));
  if (quantified && object->size() != 1) return WantsQuantifier(field);
  auto part = Conditions(field, quantified ? object->begin()->value() : list_is,
                         negated);
  if (!part.ok()) return part;
  // For an empty list, any is false and all is true.
  const bool true_of_nothing = any == negated;
  part->condition.sql = fmt::format(
      "({} IS {} {})", field.sql, true_of_nothing ? "NULL OR" : "NOT NULL AND",
      part->condition.sql);
  if (part->stack > 0) part->stack += kStackOfList;
  return part;
}

absl::StatusOr<V3Field> Modified(const V3Field& field,
                                 const json::value& modifier) {
  const std::string_view name =
      modifier == "uppercase" ? "uppercase"
                              : (modifier == "lowercase" ? "lowercase" : "");
  if (name.empty()) {
    return BadWhere(fmt::format(
        "unknown modifier of field '{}': it is 'uppercase' or 'lowercase'",
        field.name));
  }
  if (!field.is_text()) {
    return BadWhere(fmt::format("modifier '{}' cannot be used on field '{}'",
                                name, field.name));
  }
  V3Field modified = field;
  modified.sql = fmt::format("v3_{}({})", name, field.sql);
  return modified;
}

}  // namespace

absl::StatusOr<V3Part> ConditionOnV3Field(const V3Field& field,
                                          const json::object& filter,
                                          bool negated) {
  if (const json::value* const modifier = filter.if_contains("modifier")) {
    const auto modified = Modified(field, *modifier);
    if (!modified.ok()) return modified.status();
    json::object rest = filter;
    rest.erase("modifier");
    auto part = ConditionOnV3Field(*modified, rest, negated);
    if (part.ok()) part->stack += kStackOfModifier;
    return part;
  }
  const json::value* const is = filter.if_contains("is");
  const json::value* const list_is = filter.if_contains("list_is");
  if (filter.size() != 2 || (is == nullptr && list_is == nullptr)) {
    return BadWhere(fmt::format("field '{}' needs 'is' or 'list_is'",  //
                                field.name));
  }
  if (list_is == nullptr) {
    return field.is_list() ? OnList(field, *is, negated)
                           : Comparison(field, *is, negated);
  }
  if (field.is_list()) return OnElements(field, *list_is, negated);
  return BadWhere(
      fmt::format("field '{}' is not a list: use 'is'", field.name));
}

}  // namespace backlinks::embedded::ahrefs_v3
