#include "service/embedded/ahrefs_v3/filter.h"

#include <utility>
#include <vector>

#include "boost/json/parse.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"
#include "service/embedded/ahrefs_v3/comparison.h"
#include "service/embedded/ahrefs_v3/field_condition.h"
#include "service/embedded/ahrefs_v3/part.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

namespace json = boost::json;

constexpr size_t kMaxBytes = 64 << 10;
constexpr size_t kMaxDepth = 256;

// Passes `negated` down to the comparisons, whose logic is two-valued.
class FilterParser {
 public:
  absl::StatusOr<V3Part> Filter(const json::value& filter, bool negated) {
    const json::object* const object = filter.if_object();
    if (object == nullptr) return BadWhere("a filter is an object");
    if (object->contains("field")) return Leaf(*object, negated);
    if (object->size() != 1) {
      return BadWhere("a filter must have exactly one member");
    }
    const auto& [key, value] = *object->begin();
    if (key == "not") return Filter(value, !negated);
    if (key == "and") return All(value, negated, negated ? "OR" : "AND");
    if (key == "or") return All(value, negated, negated ? "AND" : "OR");
    return BadWhere(fmt::format("unknown filter '{}'",
                                std::string_view(key.data(), key.size())));
  }

  std::set<const V3Field*> TakeFields() { return std::move(fields_); }

 private:
  absl::StatusOr<V3Part> All(const json::value& filters, bool negated,
                             std::string_view op) {
    const json::array* const array = filters.if_array();
    if (array == nullptr || array->empty()) {
      return BadWhere("'and' and 'or' must be a list of filters");
    }
    std::vector<V3Part> parts;
    for (const json::value& filter : *array) {
      auto part = Filter(filter, negated);
      if (!part.ok()) return part;
      parts.push_back(*std::move(part));
    }
    return JoinV3Parts(std::move(parts), op);
  }

  absl::StatusOr<V3Part> Leaf(const json::object& filter, bool negated) {
    const json::string* const name = filter.at("field").if_string();
    if (name == nullptr) return BadWhere("a field is named by a string");
    const std::string_view field_name(name->data(), name->size());
    const V3Field* const field = FindV3Field(field_name);
    if (field == nullptr) {
      return BadWhere(fmt::format("unknown field '{}'", field_name));
    }
    fields_.insert(field);
    return ConditionOnV3Field(*field, filter, negated);
  }

  std::set<const V3Field*> fields_;
};

}  // namespace

absl::StatusOr<json::value> ParseV3FilterText(std::string_view text) {
  if (text.size() > kMaxBytes) return BadWhere("too long");
  json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::system::error_code error;
  json::value parsed =
      json::parse({text.data(), text.size()}, error, {}, options);
  if (error) return BadWhere(error.message());
  return parsed;
}

absl::StatusOr<V3Filter> ReadV3Filter(const json::value& filter) {
  FilterParser parser;
  auto whole = parser.Filter(filter, false);
  if (!whole.ok()) return whole.status();
  if (whole->stack > kMaxV3Stack) return BadWhere("nested too deep");
  return V3Filter{std::move(whole->condition), parser.TakeFields()};
}

absl::StatusOr<V3Filter> ParseV3Filter(std::string_view text) {
  const auto parsed = ParseV3FilterText(text);
  if (!parsed.ok()) return parsed.status();
  return ReadV3Filter(*parsed);
}

}  // namespace backlinks::embedded::ahrefs_v3
