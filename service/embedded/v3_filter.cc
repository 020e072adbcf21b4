#include "service/embedded/v3_filter.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "boost/json/parse.hpp"
#include "fmt/format.h"
#include "service/embedded/v3_comparison.h"

namespace backlinks {
namespace {

namespace json = boost::json;

constexpr size_t kMaxBytes = 64 << 10;
constexpr size_t kMaxDepth = 256;
// SQLite's parser keeps at most 100 things on its stack; the statement around
// a filter and a comparison within it take up to 34. Its other limit, 1,000
// levels of an expression, is then out of reach: a group is kMaxWidth of them.
constexpr size_t kMaxStack = 66;
constexpr size_t kMaxWidth = 8;

struct Part {
  SqlCondition condition;
  size_t stack = 0;  // Of the parser, for what is around its comparisons.
};

// "(a AND b AND …)"; more than kMaxWidth parts as groups of groups. The part
// before the first operator has only the parenthesis below it on the stack,
// the others what stands before them as well.
Part Join(std::span<Part> parts, std::string_view op) {
  Part joined = std::move(parts[0]);
  if (parts.size() == 1) return joined;
  const size_t size = (parts.size() + kMaxWidth - 3) / (kMaxWidth - 1);
  for (size_t i = 1; i < parts.size(); i += size) {
    Part next = Join(parts.subspan(i, std::min(size, parts.size() - i)), op);
    joined.condition.sql += fmt::format(" {} {}", op, next.condition.sql);
    std::move(next.condition.values.begin(), next.condition.values.end(),
              std::back_inserter(joined.condition.values));
    joined.stack = std::max(joined.stack, next.stack + 2);
  }
  joined.condition.sql = fmt::format("({})", joined.condition.sql);
  ++joined.stack;
  return joined;
}

Part JoinDeepestFirst(std::vector<Part> parts, std::string_view op) {
  std::stable_sort(
      parts.begin(), parts.end(),
      [](const Part& a, const Part& b) { return a.stack > b.stack; });
  return Join(parts, op);
}

// `negated` goes down to the comparisons: their logic is two-valued.
class FilterParser {
 public:
  absl::StatusOr<Part> Filter(const json::value& filter, bool negated) {
    const json::object* const object = filter.if_object();
    if (object == nullptr) return BadWhere("a filter is an object");
    if (object->contains("field")) return Leaf(*object, negated);
    if (object->size() != 1) return BadWhere("a filter says one thing");
    const auto& [key, value] = *object->begin();
    if (key == "not") return Filter(value, !negated);
    if (key == "and") return All(value, negated, negated ? "OR" : "AND");
    if (key == "or") return All(value, negated, negated ? "AND" : "OR");
    return BadWhere(fmt::format("unknown filter '{}'",
                                std::string_view(key.data(), key.size())));
  }

  std::set<const V3Field*> TakeFields() { return std::move(fields_); }

 private:
  absl::StatusOr<Part> All(const json::value& filters, bool negated,
                           std::string_view op) {
    const json::array* const array = filters.if_array();
    if (array == nullptr || array->empty()) {
      return BadWhere("'and' and 'or' take a list of filters");
    }
    std::vector<Part> parts;
    for (const json::value& filter : *array) {
      auto part = Filter(filter, negated);
      if (!part.ok()) return part;
      parts.push_back(*std::move(part));
    }
    return JoinDeepestFirst(std::move(parts), op);
  }

  absl::StatusOr<Part> Leaf(const json::object& filter, bool negated) {
    auto condition = OfField(filter, negated);
    if (!condition.ok()) return condition.status();
    return Part{*std::move(condition)};
  }

  absl::StatusOr<SqlCondition> OfField(const json::object& filter,
                                       bool negated) {
    const json::string* const name = filter.at("field").if_string();
    if (name == nullptr) return BadWhere("a field is named by a string");
    const std::string_view field_name(name->data(), name->size());
    const V3Field* const field = FindV3Field(field_name);
    if (field == nullptr) {
      return BadWhere(fmt::format("unknown field '{}'", field_name));
    }
    fields_.insert(field);
    const bool is_list = field->kind == V3Field::Kind::kTextList;
    const json::value* const is = filter.if_contains("is");
    const json::value* const list_is = filter.if_contains("list_is");
    if (filter.size() != 2 || (is == nullptr && list_is == nullptr)) {
      return BadWhere(fmt::format("field '{}' wants 'is' or 'list_is'",  //
                                  field_name));
    }
    if (list_is != nullptr) {
      if (is_list) return OfElements(*field, *list_is, negated);
      return BadWhere(
          fmt::format("field '{}' is no list: use 'is'", field_name));
    }
    return is_list ? OfList(*field, *is, negated)
                   : CompareV3(*field, *is, negated);
  }

  // The list itself: never null, empty without its element.
  static absl::StatusOr<SqlCondition> OfList(const V3Field& field,
                                             const json::value& comparison,
                                             bool negated) {
    if (comparison == "is_null") return SqlCondition{negated ? "1" : "0", {}};
    if (comparison == "empty") return CompareV3(field, "is_null", negated);
    return BadWhere(
        fmt::format("field '{}' is a list: use 'list_is'", field.name));
  }

  static absl::StatusOr<SqlCondition> OfElements(const V3Field& field,
                                                 const json::value& quantified,
                                                 bool negated) {
    const json::object* const object = quantified.if_object();
    const bool known = object != nullptr && object->size() == 1 &&
                       (object->contains("any") || object->contains("all"));
    if (!known) {
      return BadWhere(fmt::format("list_is of field '{}' wants 'any' or 'all'",
                                  field.name));
    }
    auto condition = CompareV3(field, object->begin()->value(), negated);
    if (!condition.ok()) return condition;
    // Any of nothing is false, all of nothing is true.
    const bool true_of_nothing = object->contains("all") != negated;
    condition->sql = fmt::format("({} IS {} {})", field.sql,
                                 true_of_nothing ? "NULL OR" : "NOT NULL AND",
                                 condition->sql);
    return condition;
  }

  std::set<const V3Field*> fields_;
};

}  // namespace

absl::StatusOr<V3Filter> ParseV3Filter(std::string_view text) {
  if (text.size() > kMaxBytes) return BadWhere("too long");
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::error_code error;
  const json::value parsed =
      json::parse({text.data(), text.size()}, error, {}, options);
  if (error) return BadWhere(error.message());
  FilterParser parser;
  auto whole = parser.Filter(parsed, false);
  if (!whole.ok()) return whole.status();
  if (whole->stack > kMaxStack) return BadWhere("nested too deep");
  return V3Filter{std::move(whole->condition), parser.TakeFields()};
}

}  // namespace backlinks
