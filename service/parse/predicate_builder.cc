#include "service/parse/predicate_builder.h"

#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "absl/time/time.h"
#include "fmt/format.h"

namespace backlinks {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The predicate's arm of this column.
Message& Arm(const Column& column, v1::Filter& out) {
  v1::Predicate& predicate = *out.mutable_predicate();
  const FieldDescriptor& field =
      *v1::Predicate::descriptor()->FindFieldByNumber(column.number);
  return *predicate.GetReflection()->MutableMessage(&predicate, &field);
}

// The filter that is to be negated, if `negated`, else `out` itself.
v1::Filter& Target(bool negated, v1::Filter& out) {
  return negated ? *out.mutable_not_expression() : out;
}

std::optional<int64_t> ParseInt(const std::string& text) {
  int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return number;
}

Expected BuildNumber(const Column& column, std::string_view op,
                     const std::string& value, v1::Filter& out) {
  const auto number = ParseInt(value);
  if (!number) return "expected a whole number";
  const bool next = op == ">" || op == "<=";
  if (next && *number == std::numeric_limits<int64_t>::max()) {
    return "expected a smaller number";
  }
  auto& test =
      static_cast<v1::Int64Predicate&>(Arm(column, Target(op == "!=", out)));
  const int64_t bound = *number + (next ? 1 : 0);
  if (op == "=" || op == "!=" || op == ":") {
    test.set_equals(*number);
  } else if (op[0] == '>') {
    test.mutable_range()->set_start(bound);
  } else {
    test.mutable_range()->set_end(bound);
  }
  return "";
}

std::optional<absl::Time> ParseDate(const std::string& text) {
  // Abseil takes more than we promise, such as "infinite-future".
  if (text.size() < 10 || text[0] < '0' || text[0] > '9') return std::nullopt;
  absl::Time time;
  const std::string full = text.size() == 10 ? text + "T00:00:00Z" : text;
  if (!absl::ParseTime(absl::RFC3339_full, full, &time, nullptr)) {
    return std::nullopt;
  }
  return time;
}

Expected BuildDate(const Column& column, std::string_view op,
                   const std::string& value, v1::Filter& out) {
  const auto parsed = ParseDate(value);
  if (!parsed) return "expected a date as YYYY-MM-DD or RFC 3339";
  if (op != "<" && op != "<=" && op != ">" && op != ">=") {
    return "expected <, <=, > or >= on a date";
  }
  const bool next = op == ">" || op == "<=";
  const absl::Time bound = *parsed + absl::Nanoseconds(next ? 1 : 0);
  auto& range =
      *static_cast<v1::TimestampPredicate&>(Arm(column, out)).mutable_range();
  auto& time =
      op[0] == '>' ? *range.mutable_start_time() : *range.mutable_end_time();
  const timespec parts = absl::ToTimespec(bound);
  time.set_seconds(parts.tv_sec);
  time.set_nanos(static_cast<int32_t>(parts.tv_nsec));
  return "";
}

Expected BuildBool(const Column& column, std::string_view op,
                   const std::string& value, v1::Filter& out) {
  if (op != "=" && op != "!=") return "expected = or != on a boolean";
  const bool is_true = value == "true" || value == "TRUE" || value == "1";
  if (!is_true && value != "false" && value != "FALSE" && value != "0") {
    return "expected true or false";
  }
  static_cast<v1::BoolPredicate&>(Arm(column, Target(op == "!=", out)))
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

Expected AddLinkTypes(const Column& column,
                      const std::vector<std::string>& words, v1::Filter& out) {
  auto& set =
      *static_cast<v1::LinkTypePredicate&>(Arm(column, out)).mutable_any_of();
  for (const std::string& word : words) {
    const auto type = ParseLinkType(word);
    if (!type) {
      return "expected href, redirect, frame, form, canonical, rss or "
             "alternate";
    }
    set.add_values(*type);
  }
  return "";
}

Expected BuildText(const Column& column, std::string_view op,
                   const std::string& value, v1::Filter& out) {
  if (op != "=" && op != "!=" && op != ":") {
    return "expected =, != or : on text";
  }
  auto& test =
      static_cast<v1::StringPredicate&>(Arm(column, Target(op == "!=", out)));
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
  Message& arm = Arm(column, out);
  const FieldDescriptor& unset = *arm.GetDescriptor()->FindFieldByName("unset");
  arm.GetReflection()->SetBool(&arm, &unset, true);
  return "";
}

Expected BuildAnyOf(const Column& column,
                    const std::vector<std::string>& values, bool ignore_case,
                    v1::Filter& out) {
  if (column.type == ColumnType::kLinkType) {
    return AddLinkTypes(column, values, out);
  }
  if (column.type == ColumnType::kString) {
    auto& test = static_cast<v1::StringPredicate&>(Arm(column, out));
    for (const auto& value : values) test.mutable_any_of()->add_values(value);
    test.set_ignore_case(ignore_case);
    return "";
  }
  if (column.type != ColumnType::kInt64) {
    return "expected a column of text, numbers or link_type";
  }
  auto& test = static_cast<v1::Int64Predicate&>(Arm(column, out));
  for (const auto& value : values) {
    const auto number = ParseInt(value);
    if (!number) return "expected a whole number";
    test.mutable_any_of()->add_values(*number);
  }
  return "";
}

}  // namespace

Expected BuildComparison(const Column& column, std::string_view op,
                         const std::string& value, v1::Filter& out) {
  if (op == "<>") op = "!=";
  switch (column.type) {
    case ColumnType::kInt64:
      return BuildNumber(column, op, value, out);
    case ColumnType::kTimestamp:
      return BuildDate(column, op, value, out);
    case ColumnType::kBool:
      return BuildBool(column, op, value, out);
    case ColumnType::kLinkType:
      if (op != "=" && op != "!=") return "expected = or != on link_type";
      return AddLinkTypes(column, {value}, Target(op == "!=", out));
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
                       v1::Filter& out) {
  if (name == "unset") {
    return values.empty() ? BuildUnset(column, out) : "expected one argument";
  }
  if (name == "any_of") {
    return values.empty() ? "expected a value"
                          : BuildAnyOf(column, values, ignore_case, out);
  }
  if (column.type != ColumnType::kString) {
    return fmt::format("expected a column of text for {}", name);
  }
  if (values.size() != 1) return "expected one value";
  auto& test = static_cast<v1::StringPredicate&>(Arm(column, out));
  FindTextFunction(name)->set(values[0], test);
  test.set_ignore_case(ignore_case);
  return "";
}

void BuildPresence(const Column& column, v1::Filter& out) {
  BuildUnset(column, *out.mutable_not_expression());
}

}  // namespace backlinks
