#include "service/embedded/ahrefs_v3/keyset.h"

#include <utility>

#include "boost/json/array.hpp"
#include "boost/json/object.hpp"
#include "boost/json/value.hpp"
#include "service/embedded/ahrefs_v3/filter.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

namespace json = boost::json;

// The only column that every row has.
constexpr std::string_view kNeverNull = "\"url_to\"";

// One comparison of a field.
struct KeyComparison {
  std::string_view op;                 // "gt", "is_null", "is_not_null" …
  const json::value* value = nullptr;  // Null for the latter two.
};

std::string_view WordOf(const json::value& value) {
  const json::string* const text = value.if_string();
  return text == nullptr ? std::string_view()
                         : std::string_view(text->data(), text->size());
}

// Returns the only member of an object, if that is its name, or null.
const json::value* OnlyMember(const json::value& filter,
                              std::string_view name) {
  const json::object* const object = filter.if_object();
  return object != nullptr && object->size() == 1 ? object->if_contains(name)
                                                  : nullptr;
}

// Returns the two filters that are joined by "and" or "or", or null.
const json::array* Pair(const json::value& filter, std::string_view op) {
  const json::value* const member = OnlyMember(filter, op);
  const json::array* const array =
      member == nullptr ? nullptr : member->if_array();
  return array != nullptr && array->size() == 2 ? array : nullptr;
}

std::optional<KeyComparison> ReadKeyComparison(const json::value& filter,
                                               const V3Field& field) {
  const json::object* const object = filter.if_object();
  if (object == nullptr || object->size() != 2) return std::nullopt;
  const json::value* const name = object->if_contains("field");
  const json::value* const is = object->if_contains("is");
  if (name == nullptr || is == nullptr || WordOf(*name) != field.name) {
    return std::nullopt;
  }
  if (*is == "is_null") return KeyComparison{"is_null"};
  const json::array* const pair = is->if_array();
  if (pair == nullptr || pair->size() != 2) return std::nullopt;
  return KeyComparison{WordOf((*pair)[0]), &(*pair)[1]};
}

KeyComparison Compared(const json::value& filter, const V3Field& field) {
  const json::value* const negated = OnlyMember(filter, "not");
  const auto comparison =
      ReadKeyComparison(negated == nullptr ? filter : *negated, field);
  if (!comparison) return {};
  if (negated == nullptr) return *comparison;
  return {comparison->op == "is_null" ? "is_not_null" : ""};
}

class KeysetReader {
 public:
  explicit KeysetReader(const std::vector<V3OrderKey>& order) : order_(order) {}

  // Returns whether the filter is Ki of keyset.h for the key `level`.
  bool IsKeyset(const json::value& filter, size_t level) {
    if (level == order_.size()) return false;
    if (IsFromSomewhere(filter, level)) return true;
    const V3OrderKey& key = order_[level];
    if (const json::array* const both = Pair(filter, "and")) {
      // Nothing is beyond null in descending order.
      return key.descending &&
             Compared((*both)[0], *key.field).op == "is_null" &&
             IsKeyset((*both)[1], level + 1);
    }
    const json::array* const either = Pair(filter, "or");
    if (either == nullptr) return false;
    const json::array* const both = Pair((*either)[1], "and");
    return both != nullptr &&
           IsBeyond((*either)[0], Compared((*both)[0], *key.field), level) &&
           IsKeyset((*both)[1], level + 1);
  }

  bool excludes_nulls() const { return excludes_nulls_; }

 private:
  // Returns whether the filter holds for all rows from some value of the key
  // on.
  bool IsFromSomewhere(const json::value& filter, size_t level) {
    const V3OrderKey& key = order_[level];
    if (!key.descending) {
      const std::string_view op = Compared(filter, *key.field).op;
      return op == "gt" || op == "gte" || op == "is_not_null";
    }
    if (Compared(filter, *key.field).op == "is_null") return true;
    const std::string_view op = Descending(filter, level).op;
    return op == "lt" || op == "lte";
  }

  // Returns whether the filter holds for the rows beyond those with this value.
  bool IsBeyond(const json::value& filter, const KeyComparison& equal,
                size_t level) {
    const V3OrderKey& key = order_[level];
    const KeyComparison beyond = key.descending ? Descending(filter, level)
                                                : Compared(filter, *key.field);
    if (equal.op == "is_null") return beyond.op == "is_not_null";
    return equal.op == "eq" && beyond.op == (key.descending ? "lt" : "gt") &&
           *beyond.value == *equal.value;
  }

  // Returns the comparison in a filter for the end of a descending order, where
  // the rows without a value are.
  KeyComparison Descending(const json::value& filter, size_t level) {
    const V3Field& field = *order_[level].field;
    if (const json::array* const either = Pair(filter, "or")) {
      const bool has_nulls = Compared((*either)[1], field).op == "is_null";
      return has_nulls ? Compared((*either)[0], field) : KeyComparison{};
    }
    const KeyComparison comparison = Compared(filter, field);
    const bool lacks_nulls = comparison.op.starts_with("lt");
    if (!lacks_nulls || field.sql == kNeverNull) return comparison;
    // Whether there are such rows can be found out at the end of the whole
    // order only.
    if (level > 0) return {};
    excludes_nulls_ = true;
    return comparison;
  }

  const std::vector<V3OrderKey>& order_;
  bool excludes_nulls_ = false;
};

// Returns the filter without one of its parts.
std::optional<SqlCondition> Without(const json::array& parts, size_t part) {
  json::array rest = parts;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(part));
  if (rest.empty()) return SqlCondition{};
  auto filter = ReadV3Filter(json::object{{"and", std::move(rest)}});
  if (!filter.ok()) return std::nullopt;
  return std::move(filter->condition);
}

std::optional<V3Keyset> Divide(const json::array& parts,
                               const std::vector<V3OrderKey>& order) {
  for (size_t i = 0; i < parts.size(); ++i) {
    KeysetReader reader(order);
    if (!reader.IsKeyset(parts[i], 0)) continue;
    auto condition = ReadV3Filter(parts[i]);
    auto rest = Without(parts, i);
    if (!condition.ok() || !rest) return std::nullopt;
    return V3Keyset{std::move(condition->condition), *std::move(rest),
                    reader.excludes_nulls()};
  }
  return std::nullopt;
}

}  // namespace

std::optional<V3Keyset> FindV3Keyset(std::string_view where,
                                     const std::vector<V3OrderKey>& order) {
  const auto filter = ParseV3FilterText(where);
  if (!filter.ok()) return std::nullopt;
  const json::value* const all = OnlyMember(*filter, "and");
  const json::array* const parts = all == nullptr ? nullptr : all->if_array();
  if (parts != nullptr) {
    auto keyset = Divide(*parts, order);
    if (keyset) return keyset;
  }
  return Divide(json::array{*filter}, order);
}

}  // namespace backlinks::embedded::ahrefs_v3
