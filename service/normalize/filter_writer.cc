#include "service/normalize/filter_writer.h"

#include <iterator>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/common/column/column.h"

namespace backlinks::normalize {
namespace {

using Kind = FilterNode::Kind;

// Characters that are written after a backslash.
constexpr std::string_view kEscapes("\"\\\0", 3);
constexpr std::string_view kWholeEscapes("\"\\\0*", 4);

std::string_view FunctionName(TextOperator op) {
  switch (op) {
    case TextOperator::kEquals:
      return "any_of";
    case TextOperator::kContains:
      return "contains";
    case TextOperator::kHasWord:
      return "has_word";
    case TextOperator::kStartsWith:
      return "starts_with";
    case TextOperator::kEndsWith:
      return "ends_with";
    case TextOperator::kMatches:
      return "matches";
    case TextOperator::kSubdomainOf:
      break;
  }
  return "subdomain_of";
}

// Writes one predicate; parse/filter_token.cc parses it.
class PredicateWriter {
 public:
  PredicateWriter(int column, bool negated)
      : column_(GetColumn(column).name), negated_(negated) {}

  std::string Take() { return std::move(text_); }

  void operator()(const TextMatcher& matcher) {
    if (matcher.op == TextOperator::kEquals) {
      return (*this)(TextSetMatcher{{matcher.value}, matcher.ignore_case});
    }
    Open(FunctionName(matcher.op));
    text_ += ", ";
    WriteEscaped(matcher.value, kEscapes);
    Close(matcher.ignore_case);
  }

  void operator()(const TextSetMatcher& matcher) {
    WriteSet(matcher.values, matcher.ignore_case);
  }
  void operator()(const NumberSetMatcher& matcher) {
    WriteSet(matcher.values, false);
  }
  void operator()(const LinkTypeMatcher& matcher) {
    WriteSet(matcher.values, false);
  }
  void operator()(const NumberRangeMatcher& matcher) { WriteRange(matcher); }
  void operator()(const TimeRangeMatcher& matcher) { WriteRange(matcher); }

  void operator()(const BoolMatcher& matcher) {
    Negate();
    Compare("=");
    text_ += matcher.value ? "true" : "false";
  }

  void operator()(const UnsetMatcher& /*test*/) {
    Open("unset");
    Close(false);
  }

 private:
  void Negate() {
    if (negated_) text_ += "NOT ";
  }

  void Compare(std::string_view op) {
    fmt::format_to(std::back_inserter(text_), "{} {} ", column_, op);
  }

  void Open(std::string_view function) {
    Negate();
    fmt::format_to(std::back_inserter(text_), "{}({}", function, column_);
  }

  // Writes a value that is compared as a whole, in which an asterisk looks like
  // a wildcard.
  void WriteWhole(const std::string& value) {
    WriteEscaped(value, kWholeEscapes);
  }
  template <typename Value>
  void WriteWhole(const Value& value) {
    WriteValue(value);
  }

  void Close(bool ignore_case) {
    text_ += ignore_case ? ", ignore_case)" : ")";
  }

  template <typename Values>
  void WriteSet(const Values& values, bool ignore_case) {
    if (values.size() == 1 && !ignore_case) {
      Compare(negated_ ? "!=" : "=");
      return WriteWhole(values[0]);
    }
    Open("any_of");
    for (const auto& value : values) {
      text_ += ", ";
      WriteWhole(value);
    }
    Close(ignore_case);
  }

  // A range of two bounds is a group: a negation and an enclosing group need
  // brackets around it.
  template <typename Range>
  void WriteRange(const Range& matcher) {
    Negate();
    const bool both = matcher.start && matcher.end;
    if (both) text_ += '(';
    if (matcher.start) WriteBound(">=", *matcher.start);
    if (both) text_ += " AND ";
    if (matcher.end) WriteBound("<", *matcher.end);
    if (both) text_ += ')';
  }

  template <typename Value>
  void WriteBound(std::string_view op, const Value& value) {
    Compare(op);
    WriteValue(value);
  }

  void WriteEscaped(std::string_view value, std::string_view escapes) {
    text_ += '"';
    for (const char c : value) {
      if (escapes.find(c) != escapes.npos) text_ += '\\';
      text_ += c == '\0' ? '0' : c;
    }
    text_ += '"';
  }

  void WriteValue(int64_t value) {
    const fmt::format_int digits(value);
    text_.append(digits.data(), digits.size());
  }

  void WriteValue(const Time& value) {
    constexpr int64_t kDay = int64_t{24} * 60 * 60;
    const bool is_midnight = value.nanos == 0 && value.seconds % kDay == 0;
    const absl::Time time =
        absl::FromUnixSeconds(value.seconds) + absl::Nanoseconds(value.nanos);
    text_ += '"';
    text_ +=
        absl::FormatTime(is_midnight ? "%E4Y-%m-%d" : "%E4Y-%m-%dT%H:%M:%E*SZ",
                         time, absl::UTCTimeZone());
    text_ += '"';
  }

  void WriteValue(v1::LinkType value) {
    constexpr std::string_view kPrefix = "LINK_TYPE_";
    text_ +=
        absl::AsciiStrToLower(v1::LinkType_Name(value).substr(kPrefix.size()));
  }

  std::string_view column_;
  bool negated_;
  std::string text_;
};

bool IsGroup(const FilterNode& node) {
  return !node.children.empty() &&
         (node.kind == Kind::kAnd || node.kind == Kind::kOr);
}

std::string NegationText(const FilterNode& negated) {
  if (negated.kind == Kind::kPredicate) {
    return PredicateText(negated.column, negated.matcher, true);
  }
  const std::string text = FilterText(negated);
  return IsGroup(negated) ? fmt::format("NOT ({})", text) : "NOT " + text;
}

}  // namespace

std::string PredicateText(int column, const Matcher& matcher, bool negated) {
  PredicateWriter writer(column, negated);
  std::visit(writer, matcher);
  return writer.Take();
}

void AppendMember(Kind group, std::string_view member, bool is_group,
                  std::string& text) {
  if (!text.empty()) text += group == Kind::kAnd ? " AND " : " OR ";
  if (is_group) text += '(';
  text += member;
  if (is_group) text += ')';
}

std::string FilterText(const FilterNode& filter) {
  if (filter.IsAlways()) return "TRUE";
  if (filter.IsNever()) return "FALSE";
  if (filter.kind == Kind::kPredicate) {
    return PredicateText(filter.column, filter.matcher, false);
  }
  if (filter.kind == Kind::kNot) return NegationText(filter.children[0]);
  std::string text;
  for (const FilterNode& child : filter.children) {
    AppendMember(filter.kind, FilterText(child), IsGroup(child), text);
  }
  return text;
}

}  // namespace backlinks::normalize
