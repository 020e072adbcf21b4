#include "service/dialect/ahrefs_v3/conditions.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <variant>

#include "backlinks/v1/refpage.pb.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "service/common/text/case_fold.h"
#include "service/common/text/host_name.h"
#include "service/common/text/word.h"
#include "service/dialect/ahrefs_v3/bounds.h"
#include "service/dialect/ahrefs_v3/columns.h"
#include "service/dialect/ahrefs_v3/literals.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

using Refpage = v1::Refpage;

constexpr std::string_view kIsNull = "\"is_null\"";
constexpr std::string_view kPageFound = "\"pagefound\"";

std::string_view OperatorInV3(const TextMatcher& matcher) {
  switch (matcher.op) {
    case TextOperator::kContains:
      return "substring";
    case TextOperator::kHasWord:
      return text::IsOneWord(matcher.value) ? "phrase_match" : "substring";
    case TextOperator::kStartsWith:
      return "prefix";
    case TextOperator::kEndsWith:
      return "suffix";
    case TextOperator::kMatches:
      return "regex";
    default:
      return "eq";
  }
}

Translation AnyOf(const std::vector<Translation>& parts) {
  if (parts.empty()) return {};
  std::vector<std::string> conditions;
  bool exact = true;
  for (const Translation& part : parts) {
    if (part.condition.empty()) return {};  // Every row passes it.
    conditions.push_back(part.condition);
    exact = exact && part.exact;
  }
  return {AnyInV3(conditions), exact};
}

// Translates matchers on one column.
class PredicateTranslator {
 public:
  explicit PredicateTranslator(int column)
      : column_(column),
        field_(V3FieldOf(column)),
        is_list_(column == Refpage::kLanguageFieldNumber),
        is_rating_(column == Refpage::kAhrefsRankFieldNumber ||
                   column == Refpage::kDomainRatingFieldNumber) {}

  Translation operator()(const TextMatcher& matcher) const {
    switch (matcher.op) {
      case TextOperator::kEquals:
        return Equals(matcher.value, matcher.ignore_case);
      case TextOperator::kSubdomainOf:
        return IsBelow(matcher.value);
      case TextOperator::kMatches:
        return Text(OperatorInV3(matcher),
                    (matcher.ignore_case ? "(?i)" : "") + matcher.value, true);
      default:
        break;
    }
    const bool exact = matcher.op != TextOperator::kHasWord;
    if (matcher.value.empty()) return IsThere(exact);
    if (matcher.ignore_case && !text::IsCaseless(matcher.value)) {
      return Text("isubstring", matcher.value, false);
    }
    return Text(OperatorInV3(matcher), matcher.value, exact);
  }

  Translation operator()(const TextSetMatcher& matcher) const {
    std::vector<Translation> parts;
    for (const std::string& value : matcher.values) {
      parts.push_back(Equals(value, matcher.ignore_case));
    }
    return AnyOf(parts);
  }

  Translation operator()(const NumberSetMatcher& matcher) const {
    std::vector<Translation> parts;
    for (const int64_t number :
         std::set<int64_t>(matcher.values.begin(), matcher.values.end())) {
      parts.push_back(
          is_rating_ ? RatingIsInV3(field_, number)
                     : Translation{Is("eq", fmt::to_string(number)), true});
    }
    return AnyOf(parts);
  }

  Translation operator()(const NumberRangeMatcher& matcher) const {
    if (!is_rating_) {
      return Range(matcher.start, matcher.end, [this](auto op, int64_t number) {
        return V3Bound{Is(op, fmt::to_string(number)), true};
      });
    }
    return Range(matcher.start, matcher.end, [this](auto op, int64_t number) {
      return RatingBoundInV3(field_, op, number);
    });
  }

  Translation operator()(const TimeRangeMatcher& matcher) const {
    return Range(matcher.start, matcher.end, [this](auto op, const Time& time) {
      return TimeBoundInV3(field_, op, time);
    });
  }

  Translation operator()(const BoolMatcher& matcher) const {
    if (column_ != Refpage::kOriginalFieldNumber) {
      return {Is("eq", matcher.value ? "true" : "false"), true};
    }
    if (matcher.value) return {Is("eq", kPageFound), true};
    return {AllInV3({IsThere(true).condition, Is("neq", kPageFound)}), true};
  }

  Translation operator()(const LinkTypeMatcher& matcher) const {
    std::vector<Translation> parts;
    for (const v1::LinkType type :
         std::set<v1::LinkType>(matcher.values.begin(), matcher.values.end())) {
      for (const std::string& word : LinkTypesInV3(type)) {
        parts.push_back({Is("eq", word), true});
      }
    }
    return AnyOf(parts);
  }

  Translation operator()(const UnsetMatcher&) const {
    if (is_list_) return {};  // Absent may be an empty list, or one of nulls.
    return {IsInV3(field_, kIsNull), true};
  }

 private:
  std::string Is(std::string_view op, std::string_view literal) const {
    return CompareInV3(field_, op, literal);
  }

  // Translates "the column is not absent".
  Translation IsThere(bool exact) const {
    if (is_list_) return {};
    return {NotInV3(IsInV3(field_, kIsNull)), exact};
  }

  Translation Text(std::string_view op, std::string_view value,
                   bool exact) const {
    if (is_list_) return {CompareAnyInV3(field_, op, TextInV3(value)), false};
    return {Is(op, TextInV3(value)), exact};
  }

  Translation Equals(std::string_view value, bool ignore_case) const {
    if (!ignore_case || text::IsCaseless(value)) return Text("eq", value, true);
    return Text("isubstring", value, false);
  }

  // Translates "the URL's host is the domain or a subdomain of it".
  Translation IsBelow(std::string_view host_name) const {
    const std::string_view domain = text::PlainDomain(host_name);
    if (domain.empty()) return {};
    const std::string_view host =
        column_ == Refpage::kUrlFromFieldNumber ? "name_source" : "name_target";
    return {AnyInV3({CompareInV3(host, "eq", TextInV3(domain)),
                     CompareInV3(host, "suffix",
                                 TextInV3(fmt::format(".{}", domain)))}),
            domain == host_name};
  }

  // Translates the range [start, end); `translate` makes a bound of an operator
  // and a value.
  template <typename Value, typename Translate>
  Translation Range(const std::optional<Value>& start,
                    const std::optional<Value>& end,
                    Translate translate) const {
    const V3Bound from = start ? translate("gte", *start) : V3Bound{"", true};
    const V3Bound to = end ? translate("lt", *end) : V3Bound{"", true};
    std::vector<std::string> conditions;
    for (const V3Bound& bound : {from, to}) {
      if (!bound.condition.empty()) conditions.push_back(bound.condition);
    }
    const bool exact = from.exact && to.exact;
    if (conditions.empty()) return IsThere(exact);
    return {AllInV3(conditions), exact};
  }

  int column_;
  std::string_view field_;
  bool is_list_;
  bool is_rating_;
};

std::string Group(std::string_view word,
                  const std::vector<std::string>& conditions) {
  return fmt::format(R"({{"{}":[{}]}})", word, fmt::join(conditions, ","));
}

}  // namespace

Translation TranslateToV3(const FilterNode& predicate, bool negated) {
  if (V3FieldOf(predicate.column).empty()) return {};
  Translation translation =
      std::visit(PredicateTranslator(predicate.column), predicate.matcher);
  if (!negated) return translation;
  if (!translation.exact) return {};
  return {NotInV3(translation.condition), true};
}

std::string AllInV3(const std::vector<std::string>& conditions) {
  if (conditions.empty()) return "";
  return conditions.size() == 1 ? conditions.front() : Group("and", conditions);
}

std::string AnyInV3(const std::vector<std::string>& conditions) {
  return conditions.size() == 1 ? conditions.front() : Group("or", conditions);
}

std::string NotInV3(std::string_view condition) {
  return fmt::format(R"({{"not":{}}})", condition);
}

}  // namespace backlinks::dialect::ahrefs_v3
