#include "service/dialect/ahrefs_v3/keyset.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "backlinks/v1/refpage.pb.h"
#include "fmt/format.h"
#include "service/dialect/ahrefs_v3/columns.h"
#include "service/dialect/ahrefs_v3/conditions.h"
#include "service/dialect/ahrefs_v3/literals.h"
#include "service/model/keyset_position.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

// A condition, or empty if it holds for no row.
using Condition = std::optional<std::string>;

struct LiteralInV3 {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(int64_t value) const { return fmt::to_string(value); }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const Time& value) const { return TimeInV3(value); }
  std::string operator()(const NumberLiteral& value) const {
    return value.text;
  }
  std::string operator()(const std::string& value) const {
    return TextInV3(value);
  }
};

std::string NeverInV3(std::string_view field) {
  const std::string null = IsInV3(field, R"("is_null")");
  return AllInV3({null, NotInV3(null)});
}

Condition Either(Condition one, Condition other) {
  if (!one) return other;
  if (!other) return one;
  return AnyInV3({*std::move(one), *std::move(other)});
}

// A key of the order, and its value in the last row.
class Level {
 public:
  Level(const OrderKey& key, const KeyValue& value)
      : field_(V3FieldOf(key.column)),
        descending_(key.descending),
        nullable_(V3Nullable()[key.column]),
        is_null_(std::holds_alternative<std::monostate>(value)),
        literal_(std::visit(LiteralInV3(), value)) {}

  std::string_view field() const { return field_; }

  std::string Equal() const {
    return is_null_ ? Null() : CompareInV3(field_, "eq", literal_);
  }

  Condition Beyond() const {
    if (!is_null_) return Past(descending_ ? "lt" : "gt");
    if (descending_) return std::nullopt;
    return NotInV3(Null());
  }

  Condition EqualOrBeyond() const {
    if (is_null_) return Either(Beyond(), Equal());
    return Past(descending_ ? "lte" : "gte");
  }

 private:
  std::string Null() const { return IsInV3(field_, R"("is_null")"); }

  // Returns the rows after the value. In descending order these include rows
  // without a value.
  std::string Past(std::string_view op) const {
    std::string past = CompareInV3(field_, op, literal_);
    if (!descending_ || !nullable_) return past;
    return AnyInV3({std::move(past), Null()});
  }

  std::string_view field_;
  bool descending_;
  bool nullable_;
  bool is_null_;
  std::string literal_;
};

bool IsInFullOrder(const Page& page) {
  return page.from && page.from->in_full_order;
}

// Returns the keys with their values. If there are fewer values than keys, the
// keyset position is at the first rows with these values.
std::vector<Level> LevelsOf(const Plan& plan, const KeysetPosition& position) {
  const bool within =
      position.in_full_order && !position.full_order_keys.empty();
  std::vector<KeyValue> values = position.keys;
  if (within) {
    values.insert(values.end(), position.full_order_keys.begin(),
                  position.full_order_keys.end());
  }
  const auto& order = within ? plan.full_order_by : plan.order_by;
  std::vector<Level> levels;
  const size_t count = std::min(order.size(), values.size());
  for (size_t i = 0; i < count; ++i) levels.emplace_back(order[i], values[i]);
  return levels;
}

// Builds the condition from the last level outwards.
Condition Build(const std::vector<Level>& levels, bool after_equals) {
  const Level& last = levels.back();
  Condition rest = after_equals ? last.Beyond() : last.EqualOrBeyond();
  for (auto level = levels.rbegin() + 1; level != levels.rend(); ++level) {
    if (rest) rest = AllInV3({level->Equal(), *rest});
    rest = Either(level->Beyond(), std::move(rest));
  }
  return rest;
}

}  // namespace

const std::vector<OrderKey>& V3OrderOf(const Plan& plan, const Page& page) {
  return IsInFullOrder(page) ? plan.full_order_by : plan.order_by;
}

std::string KeysetToV3(const Plan& plan, const Page& page) {
  if (page.from == nullptr) return "";
  const KeysetPosition& position = *page.from;
  const std::vector<Level> levels = LevelsOf(plan, position);
  if (levels.empty()) {
    // Without an order all rows are equal.
    return position.after_equals
               ? NeverInV3(V3FieldOf(v1::Refpage::kUrlFromFieldNumber))
               : "";
  }
  return Build(levels, position.after_equals)
      .value_or(NeverInV3(levels.front().field()));
}

}  // namespace backlinks::dialect::ahrefs_v3
