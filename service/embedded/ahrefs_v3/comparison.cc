#include "service/embedded/ahrefs_v3/comparison.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/common/text/case_fold.h"
#include "service/embedded/literal.h"
#include "service/model/regex.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

namespace json = boost::json;
using Kind = V3Field::Kind;

struct Operator {
  std::string_view name;
  std::string_view sql;  // Empty for functions.h (text only).
  bool folds = false;    // Expects a case-folded value.
  bool negates = false;
};
constexpr std::array kOperators = {
    Operator{"eq", "="},          Operator{"neq", "=", false, true},
    Operator{"gt", ">"},          Operator{"gte", ">="},
    Operator{"lt", "<"},          Operator{"lte", "<="},
    Operator{"substring", ""},    Operator{"isubstring", "", true},
    Operator{"phrase_match", ""}, Operator{"iphrase_match", "", true},
    Operator{"prefix", ""},       Operator{"suffix", ""},
    Operator{"regex", ""},
};

const Operator* FindOperator(std::string_view name) {
  for (const Operator& known : kOperators) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

std::string_view Text(const json::string& text) {
  return {text.data(), text.size()};
}

absl::Status WrongValue(const V3Field& field) {
  return BadWhere(fmt::format("wrong value for field '{}'", field.name));
}

std::optional<SqlValue> Number(const json::value& value) {
  if (value.is_int64()) return SqlValue(value.get_int64());
  // The number is above all that the table can contain, so rounding is
  // harmless.
  if (value.is_uint64()) {
    return SqlValue(static_cast<double>(value.get_uint64()));
  }
  if (value.is_double()) return SqlValue(value.get_double());
  return std::nullopt;
}

// Returns text that is sorted by time together with SqlOf of a date field: a
// whole second is a prefix of its fractions.
std::optional<SqlValue> Date(const json::value& value) {
  if (!value.is_string()) return std::nullopt;
  const auto time = ParseQueryDate(Text(value.get_string()));
  if (!time) return std::nullopt;
  return SqlValue(
      absl::FormatTime("%E4Y-%m-%dT%H:%M:%E*S", *time, absl::UTCTimeZone()));
}

// Accepts 0 and 1, from clients that have no booleans.
std::optional<SqlValue> Bool(const json::value& value) {
  if (value.is_bool()) return SqlValue(int64_t{value.get_bool()});
  if (value == 0 || value == 1) return SqlValue(value.get_int64());
  return std::nullopt;
}

std::optional<SqlValue> Convert(const json::value& value, Kind kind) {
  switch (kind) {
    case Kind::kInt:
    case Kind::kIntList:
    case Kind::kRating:
      return Number(value);
    case Kind::kDate:
      return Date(value);
    case Kind::kBool:
      return Bool(value);
    case Kind::kText:
    case Kind::kTextList:
      break;
  }
  if (!value.is_string()) return std::nullopt;
  return SqlValue(std::string(Text(value.get_string())));
}

// Returns the SQL of the field's value. Dates lose their "Z".
std::string SqlOf(const V3Field& field) {
  return field.kind == Kind::kDate ? fmt::format("rtrim({}, 'Z')", field.sql)
                                   : field.sql;
}

absl::StatusOr<SqlCondition> Word(const V3Field& field, std::string_view word,
                                  bool negated) {
  const std::string_view no = negated ? "NOT " : "";
  if (word == "is_null" || (word == "empty" && !field.is_text())) {
    return SqlCondition{fmt::format("{} IS {}NULL", field.sql, no), {}};
  }
  if (word == "empty") {
    return SqlCondition{
        fmt::format("coalesce({}, '') {} ''", field.sql, negated ? "<>" : "="),
        {}};
  }
  return BadWhere(
      fmt::format("unknown operator '{}' of field '{}'", word, field.name));
}

// Calls a function of two texts, of which one is `value`.
absl::StatusOr<SqlCondition> Function(const V3Field& field, const Operator& op,
                                      std::string value,
                                      std::string_view truth) {
  if (op.name == "regex" && !RE2(value, RegexOptions(false)).ok()) {
    return BadWhere(fmt::format("bad regex for field '{}'", field.name));
  }
  if (op.folds) value = text::FoldCase(value);
  return SqlCondition{
      fmt::format("v3_{}({}, ?) IS {}", op.name, field.sql, truth),
      {SqlValue(std::move(value))}};
}

absl::StatusOr<SqlCondition> Compare(const V3Field& field, const Operator& op,
                                     const json::value& value, bool negated) {
  if (op.sql.empty() && !field.is_text()) {
    return BadWhere(fmt::format("operator '{}' cannot be used on field '{}'",
                                op.name, field.name));
  }
  auto converted = Convert(value, field.kind);
  if (!converted) return WrongValue(field);
  // A comparison with NULL is not true.
  const std::string_view truth = negated != op.negates ? "NOT TRUE" : "TRUE";
  if (op.sql.empty()) {
    return Function(field, op, std::get<std::string>(*std::move(converted)),
                    truth);
  }
  return SqlCondition{
      fmt::format("({} {} ?) IS {}", SqlOf(field), op.sql, truth),
      {*std::move(converted)}};
}

}  // namespace

absl::Status BadWhere(std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("bad where: {}", what));
}

absl::StatusOr<SqlCondition> CompareV3(const V3Field& field,
                                       const json::value& comparison,
                                       bool negated) {
  if (comparison.is_string()) {
    return Word(field, Text(comparison.get_string()), negated);
  }
  const json::array* const pair = comparison.if_array();
  if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_string()) {
    return BadWhere(fmt::format("bad comparison of field '{}'", field.name));
  }
  const std::string_view name = Text((*pair)[0].get_string());
  const Operator* const op = FindOperator(name);
  if (op == nullptr) {
    return BadWhere(
        fmt::format("unknown operator '{}' of field '{}'", name, field.name));
  }
  return Compare(field, *op, (*pair)[1], negated);
}

}  // namespace backlinks::embedded::ahrefs_v3
