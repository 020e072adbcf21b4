#include "service/common/parse/predicate_builder.h"

#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "absl/strings/match.h"
#include "fmt/format.h"
#include "service/common/parse/date_builder.h"
#include "service/common/text/decimal.h"

namespace backlinks {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The filter to negate if `negated`, else `out` itself.
v1::Filter& Target(bool negated, v1::Filter& out) {
  return negated ? *out.mutable_not_expression() : out;
}

// Also accepts "1e+05" and "50.0", as some languages write whole numbers.
Expected ParseInt(const std::string& text, int64_t& number) {
  if (text.find_first_of(".eE") != text.npos) {
    const std::optional<int64_t> exact = ExactInt(text);
    number = exact.value_or(0);
    return exact ? "" : "expected a whole number";
  }
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ptr != end) return "expected a whole number";
  if (parsed.ec == std::errc::result_out_of_range) {
    return "expected a number of at most 64 bits";
  }
  return parsed.ec == std::errc() ? "" : "expected a whole number";
}

Expected BuildNumber(const Column& column, std::string_view op,
                     const std::string& value, v1::Filter& out) {
  int64_t number = 0;
  Expected expected = ParseInt(value, number);
  if (!expected.empty()) return expected;
  const bool next = op == ">" || op == "<=";
  if (next && number == std::numeric_limits<int64_t>::max()) {
    return "expected a smaller number";
  }
  auto& test = static_cast<v1::Int64Predicate&>(
      PredicateArm(column, Target(op == "!=", out)));
  const int64_t bound = number + (next ? 1 : 0);
  if (op == "=" || op == "!=" || op == ":") {
    test.set_equals(number);
  } else if (op[0] == '>') {
    test.mutable_range()->set_start(bound);
  } else {
    test.mutable_range()->set_end(bound);
  }
  return "";
}

Expected BuildBool(const Column& column, std::string_view op,
                   const std::string& value, v1::Filter& out) {
  if (op != "=" && op != "!=") return "expected = or != on a boolean";
  const bool is_true = absl::EqualsIgnoreCase(value, "true") || value == "1";
  if (!is_true && !absl::EqualsIgnoreCase(value, "false") && value != "0") {
    return "expected true or false";
  }
  static_cast<v1::BoolPredicate&>(PredicateArm(column, Target(op == "!=", out)))
      .set_equals(is_true);
  return "";
}

std::optional<v1::LinkType> ParseLinkType(const std::string& word) {
  std::string name = "LINK_TYPE_";
  for (const char c : word) {
    name += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  v1::LinkType type;
  if (!v1::LinkType_Parse(name, &type) || type == v1::LINK_TYPE_UNSPECIFIED) {
    return std::nullopt;
  }
  return type;
}

constexpr std::string_view kNoLinkType =
    "expected href, redirect, frame, form, canonical, rss or alternate";

Expected AddLinkType(const std::string& word, v1::LinkTypePredicate& test) {
  const auto type = ParseLinkType(word);
  if (!type) return Expected(kNoLinkType);
  test.mutable_any_of()->add_values(*type);
  return "";
}

Expected BuildText(const Column& column, std::string_view op,
                   const std::string& value, v1::Filter& out) {
  if (op != "=" && op != "!=" && op != ":") {
    return "expected =, != or : on text";
  }
  auto& test = static_cast<v1::StringPredicate&>(
      PredicateArm(column, Target(op == "!=", out)));
  op == ":" ? test.set_contains(value) : test.set_equals(value);
  return "";
}

using SetText = void (*)(const std::string&, v1::StringPredicate&);

struct TextFunction {
  std::string_view name;
  SetText set;
};

constexpr std::array<TextFunction, 9> kTextFunctions{{
    {"contains", [](auto& v, auto& p) { p.set_contains(v); }},
    {"substring", [](auto& v, auto& p) { p.set_contains(v); }},
    {"has_word", [](auto& v, auto& p) { p.set_has_word(v); }},
    {"word", [](auto& v, auto& p) { p.set_has_word(v); }},
    {"starts_with", [](auto& v, auto& p) { p.set_starts_with(v); }},
    {"ends_with", [](auto& v, auto& p) { p.set_ends_with(v); }},
    {"matches", [](auto& v, auto& p) { p.set_matches(v); }},
    {"subdomain_of", [](auto& v, auto& p) { p.set_subdomain_of(v); }},
    {"subdomain", [](auto& v, auto& p) { p.set_subdomain_of(v); }},
}};

const TextFunction* FindTextFunction(std::string_view name) {
  for (const TextFunction& function : kTextFunctions) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

Expected BuildUnset(const Column& column, v1::Filter& out) {
  Message& arm = PredicateArm(column, out);
  const FieldDescriptor& unset = *arm.GetDescriptor()->FindFieldByName("unset");
  arm.GetReflection()->SetBool(&arm, &unset, true);
  return "";
}

Expected AddToSet(const std::string& value, v1::StringPredicate& test) {
  test.mutable_any_of()->add_values(value);
  return "";
}

Expected AddToSet(const std::string& value, v1::Int64Predicate& test) {
  int64_t number = 0;
  Expected expected = ParseInt(value, number);
  if (expected.empty()) test.mutable_any_of()->add_values(number);
  return expected;
}

Expected AddToSet(const std::string& value, v1::LinkTypePredicate& test) {
  return AddLinkType(value, test);
}

template <typename Predicate>
Expected FillSet(const std::vector<std::string>& values, Message& arm,
                 size_t& wrong_value) {
  for (size_t i = 0; i < values.size(); ++i) {
    Expected expected = AddToSet(values[i], static_cast<Predicate&>(arm));
    if (expected.empty()) continue;
    wrong_value = i;
    return expected;
  }
  return "";
}

Expected BuildAnyOf(const Column& column,
                    const std::vector<std::string>& values, bool ignore_case,
                    v1::Filter& out, size_t& wrong_value) {
  Message& arm = PredicateArm(column, out);
  switch (column.type) {
    case ColumnType::kLinkType:
      return FillSet<v1::LinkTypePredicate>(values, arm, wrong_value);
    case ColumnType::kInt64:
      return FillSet<v1::Int64Predicate>(values, arm, wrong_value);
    case ColumnType::kString:
      static_cast<v1::StringPredicate&>(arm).set_ignore_case(ignore_case);
      return FillSet<v1::StringPredicate>(values, arm, wrong_value);
    case ColumnType::kBool:
    case ColumnType::kTimestamp:
      break;
  }
  return "expected a column of text, numbers or link_type";
}

}  // namespace

google::protobuf::Message& PredicateArm(const Column& column, v1::Filter& out) {
  v1::Predicate& predicate = *out.mutable_predicate();
  const FieldDescriptor& field =
      *v1::Predicate::descriptor()->FindFieldByNumber(column.number);
  return *predicate.GetReflection()->MutableMessage(&predicate, &field);
}

Expected BuildComparison(const Column& column, std::string_view op,
                         const std::string& value, v1::Filter& out) {
  if (op == "<>") op = "!=";
  switch (column.type) {
    case ColumnType::kInt64:
      return BuildNumber(column, op, value, out);
    case ColumnType::kTimestamp:
      return BuildDateComparison(column, op, value, out);
    case ColumnType::kBool:
      return BuildBool(column, op, value, out);
    case ColumnType::kLinkType:
      if (op != "=" && op != "!=") return "expected = or != on link_type";
      return AddLinkType(value,
                         static_cast<v1::LinkTypePredicate&>(
                             PredicateArm(column, Target(op == "!=", out))));
    case ColumnType::kString:
      break;
  }
  return BuildText(column, op, value, out);
}

bool IsFilterFunction(std::string_view name) {
  return name == "any_of" || name == "unset" ||
         FindTextFunction(name) != nullptr;
}

Expected BuildFunction(std::string_view name, const Column& column,
                       const std::vector<std::string>& values, bool ignore_case,
                       v1::Filter& out, size_t& wrong_value) {
  if (name == "unset") {
    return values.empty() ? BuildUnset(column, out) : "expected one argument";
  }
  if (name == "any_of") {
    return values.empty()
               ? "expected a value"
               : BuildAnyOf(column, values, ignore_case, out, wrong_value);
  }
  if (column.type != ColumnType::kString) {
    return fmt::format("expected a column of text for {}", name);
  }
  if (values.size() != 1) return "expected one value";
  auto& test = static_cast<v1::StringPredicate&>(PredicateArm(column, out));
  FindTextFunction(name)->set(values[0], test);
  test.set_ignore_case(ignore_case);
  return "";
}

void BuildPresence(const Column& column, v1::Filter& out) {
  BuildUnset(column, *out.mutable_not_expression());
}

void BuildConstant(bool value, v1::Filter& out) {
  const Column& column = AllColumns().front();
  v1::FilterGroup& group =
      value ? *out.mutable_or_group() : *out.mutable_and_group();
  BuildUnset(column, *group.add_filters());
  BuildPresence(column, *group.add_filters());
}

}  // namespace backlinks
