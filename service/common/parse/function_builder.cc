#include "service/common/parse/function_builder.h"

#include <array>
#include <cstdint>

#include "fmt/format.h"
#include "google/protobuf/message.h"
#include "service/common/parse/predicate_values.h"

namespace backlinks {
namespace {

using google::protobuf::Message;

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

Expected AddToSet(const std::string& value, v1::StringPredicate& predicate) {
  predicate.mutable_any_of()->add_values(value);
  return "";
}

Expected AddToSet(const std::string& value, v1::Int64Predicate& predicate) {
  int64_t number = 0;
  Expected expected = ParseInt(value, number);
  if (expected.empty()) predicate.mutable_any_of()->add_values(number);
  return expected;
}

Expected AddToSet(const std::string& value, v1::LinkTypePredicate& predicate) {
  return AddLinkType(value, predicate);
}

template <typename Predicate>
Expected FillSet(const std::vector<std::string>& values, Message& predicate,
                 size_t& wrong_value) {
  for (size_t i = 0; i < values.size(); ++i) {
    Expected expected = AddToSet(values[i], static_cast<Predicate&>(predicate));
    if (expected.empty()) continue;
    wrong_value = i;
    return expected;
  }
  return "";
}

Expected BuildAnyOf(const Column& column,
                    const std::vector<std::string>& values, bool ignore_case,
                    v1::Filter& out, size_t& wrong_value) {
  Message& predicate = MutablePredicate(column, out);
  switch (column.type) {
    case ColumnType::kLinkType:
      return FillSet<v1::LinkTypePredicate>(values, predicate, wrong_value);
    case ColumnType::kInt64:
      return FillSet<v1::Int64Predicate>(values, predicate, wrong_value);
    case ColumnType::kString:
      static_cast<v1::StringPredicate&>(predicate).set_ignore_case(ignore_case);
      return FillSet<v1::StringPredicate>(values, predicate, wrong_value);
    case ColumnType::kBool:
    case ColumnType::kTimestamp:
      break;
  }
  return "expected a column of text, numbers or link_type";
}

}  // namespace

bool IsFilterFunction(std::string_view name) {
  return name == "any_of" || name == "unset" ||
         FindTextFunction(name) != nullptr;
}

Expected BuildFunction(std::string_view name, const Column& column,
                       const std::vector<std::string>& values, bool ignore_case,
                       v1::Filter& out, size_t& wrong_value) {
  if (name == "unset") {
    if (!values.empty()) return "expected one argument";
    BuildAbsence(column, out);
    return "";
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
  auto& predicate =
      static_cast<v1::StringPredicate&>(MutablePredicate(column, out));
  FindTextFunction(name)->set(values[0], predicate);
  predicate.set_ignore_case(ignore_case);
  return "";
}

}  // namespace backlinks
