#include "service/common/parse/predicate_builder.h"

#include <cstdint>
#include <limits>

#include "absl/strings/match.h"
#include "service/common/parse/date_builder.h"
#include "service/common/parse/predicate_values.h"

namespace backlinks {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The filter to negate if `negated`, else `out` itself.
v1::Filter& Target(bool negated, v1::Filter& out) {
  return negated ? *out.mutable_not_expression() : out;
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
  auto& predicate = static_cast<v1::Int64Predicate&>(
      MutablePredicate(column, Target(op == "!=", out)));
  const int64_t bound = number + (next ? 1 : 0);
  if (op == "=" || op == "!=" || op == ":") {
    predicate.set_equals(number);
  } else if (op[0] == '>') {
    predicate.mutable_range()->set_start(bound);
  } else {
    predicate.mutable_range()->set_end(bound);
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
  static_cast<v1::BoolPredicate&>(
      MutablePredicate(column, Target(op == "!=", out)))
      .set_equals(is_true);
  return "";
}

Expected BuildText(const Column& column, std::string_view op,
                   const std::string& value, v1::Filter& out) {
  if (op != "=" && op != "!=" && op != ":") {
    return "expected =, != or : on text";
  }
  auto& predicate = static_cast<v1::StringPredicate&>(
      MutablePredicate(column, Target(op == "!=", out)));
  op == ":" ? predicate.set_contains(value) : predicate.set_equals(value);
  return "";
}

}  // namespace

google::protobuf::Message& MutablePredicate(const Column& column,
                                            v1::Filter& out) {
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
      return AddLinkType(
          value, static_cast<v1::LinkTypePredicate&>(
                     MutablePredicate(column, Target(op == "!=", out))));
    case ColumnType::kString:
      break;
  }
  return BuildText(column, op, value, out);
}

void BuildAbsence(const Column& column, v1::Filter& out) {
  Message& predicate = MutablePredicate(column, out);
  const FieldDescriptor& unset =
      *predicate.GetDescriptor()->FindFieldByName("unset");
  predicate.GetReflection()->SetBool(&predicate, &unset, true);
}

void BuildPresence(const Column& column, v1::Filter& out) {
  BuildAbsence(column, *out.mutable_not_expression());
}

void BuildConstant(bool value, v1::Filter& out) {
  const Column& column = AllColumns().front();
  v1::FilterGroup& group =
      value ? *out.mutable_or_group() : *out.mutable_and_group();
  BuildAbsence(column, *group.add_filters());
  BuildPresence(column, *group.add_filters());
}

}  // namespace backlinks
