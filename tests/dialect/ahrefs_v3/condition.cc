#include "tests/dialect/ahrefs_v3/condition.h"

#include <algorithm>
#include <cstdlib>

#include "absl/time/time.h"
#include "boost/json/parse.hpp"
#include "boost/json/value_to.hpp"
#include "boost/system/error_code.hpp"
#include "gtest/gtest.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

namespace json = boost::json;

template <typename Value>
int Order(const Value& one, const Value& other) {
  if (one < other) return -1;
  return other < one ? 1 : 0;
}

double ToDouble(const NumberLiteral& number) {
  return std::strtod(number.text.c_str(), nullptr);
}

struct OrderOf {
  const KeyValue& other;
  int operator()(std::monostate) const { return 0; }
  int operator()(const NumberLiteral& one) const {
    return Order(ToDouble(one), ToDouble(std::get<NumberLiteral>(other)));
  }
  template <typename Value>
  int operator()(const Value& one) const {
    return Order(one, std::get<Value>(other));
  }
};

Time ParseTime(const std::string& text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr))
      << text;
  const int64_t seconds = absl::ToUnixSeconds(time);
  return {seconds, static_cast<int32_t>(absl::ToInt64Nanoseconds(
                       time - absl::FromUnixSeconds(seconds)))};
}

// The literal as a value like the one it is compared with.
KeyValue ReadLiteral(const json::value& literal, const KeyValue& like) {
  if (literal.is_number()) {
    return NumberLiteral{std::to_string(literal.to_number<double>())};
  }
  if (literal.is_bool()) return literal.get_bool();
  const std::string text = json::value_to<std::string>(literal);
  if (std::holds_alternative<Time>(like)) return ParseTime(text);
  return text;
}

bool CompareHolds(const json::array& comparison, const KeyValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return false;
  const std::string op = json::value_to<std::string>(comparison.at(0));
  const int order = CompareValues(value, ReadLiteral(comparison.at(1), value));
  if (op == "eq") return order == 0;
  if (op == "gt") return order > 0;
  if (op == "gte") return order >= 0;
  if (op == "lt") return order < 0;
  if (op == "lte") return order <= 0;
  ADD_FAILURE() << "an operator that orders nothing: " << op;
  return false;
}

bool FieldHolds(const json::object& condition, const V3Row& row) {
  const json::value& is = condition.at("is");
  const auto it = row.find(json::value_to<std::string>(condition.at("field")));
  if (it == row.end()) {
    ADD_FAILURE() << "no such field: " << condition.at("field");
    return false;
  }
  if (is.is_array()) return CompareHolds(is.get_array(), it->second);
  EXPECT_EQ(is, json::value("is_null"));
  return std::holds_alternative<std::monostate>(it->second);
}

}  // namespace

json::value ParseV3Condition(std::string_view condition) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 256;
  json::value value =
      json::parse({condition.data(), condition.size()}, error, {}, options);
  EXPECT_FALSE(error) << condition;
  return value;
}

bool V3Holds(const json::value& condition, const V3Row& row) {
  const json::object& members = condition.as_object();
  const auto holds = [&row](const json::value& part) {
    return V3Holds(part, row);
  };
  if (members.contains("field")) return FieldHolds(members, row);
  EXPECT_EQ(members.size(), 1U) << condition;
  const json::value& parts = members.begin()->value();
  if (members.contains("not")) return !V3Holds(parts, row);
  const json::array& list = parts.as_array();
  if (members.contains("or")) {
    return std::any_of(list.begin(), list.end(), holds);
  }
  EXPECT_TRUE(members.contains("and")) << condition;
  return std::all_of(list.begin(), list.end(), holds);
}

int CompareValues(const KeyValue& one, const KeyValue& other) {
  const bool one_null = std::holds_alternative<std::monostate>(one);
  const bool other_null = std::holds_alternative<std::monostate>(other);
  if (one_null || other_null) return Order(!one_null, !other_null);
  return std::visit(OrderOf{other}, one);
}

}  // namespace backlinks::dialect::ahrefs_v3
