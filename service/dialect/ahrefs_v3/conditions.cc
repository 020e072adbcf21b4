#include "service/dialect/ahrefs_v3/conditions.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <variant>

#include "backlinks/v1/refpage.pb.h"
#include "fmt/format.h"
#include "service/common/column/column.h"
#include "service/common/text/case_fold.h"
#include "service/common/text/decimal.h"
#include "service/common/text/host_name.h"
#include "service/common/text/word.h"
#include "service/dialect/ahrefs_v3/literals.h"

namespace backlinks {
namespace {

constexpr std::string_view kIsNull = "\"is_null\"";
constexpr std::string_view kPageFound = "\"pagefound\"";
constexpr int64_t kMaxRating = 1'000'000;            // Far above 100.
constexpr int64_t kBeginOfYear1 = -62'135'596'800;   // Seconds.
constexpr int64_t kEndOfYear9999 = 253'402'300'800;  // Seconds.

// The condition for a bound of a range. Empty if every row that has the column
// passes.
using Bound = Translation;

std::string_view OperatorInV3(const TextMatcher& matcher) {
  switch (matcher.op) {
    case TextOperator::kContains:
      return "substring";
    case TextOperator::kHasWord:
      return IsOneWord(matcher.value) ? "phrase_match" : "substring";
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
  explicit PredicateTranslator(const Column& column)
      : field_(column.v3_field),
        is_list_(field_ == "languages"),
        is_rating_(field_ == "url_rating_source" ||
                   field_ == "domain_rating_source") {}

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
    if (matcher.ignore_case && !IsCaseless(matcher.value)) {
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
          is_rating_ ? RatingIs(number)
                     : Translation{Is("eq", fmt::to_string(number)), true});
    }
    return AnyOf(parts);
  }

  Translation operator()(const NumberRangeMatcher& matcher) const {
    if (!is_rating_) {
      return Range(matcher.start, matcher.end, [this](auto op, int64_t number) {
        return Bound{Is(op, fmt::to_string(number)), true};
      });
    }
    return Range(matcher.start, matcher.end, [this](auto op, int64_t number) {
      return RatingBound(op, number);
    });
  }

  Translation operator()(const TimeRangeMatcher& matcher) const {
    return Range(matcher.start, matcher.end, [this](auto op, const Time& time) {
      return TimeBound(op, time);
    });
  }

  Translation operator()(const BoolMatcher& matcher) const {
    if (field_ != "discovered_status") {
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
    if (!ignore_case || IsCaseless(value)) return Text("eq", value, true);
    return Text("isubstring", value, false);
  }

  // Translates "the URL's host is the domain or a subdomain of it".
  Translation IsBelow(std::string_view host_name) const {
    const std::string_view domain = PlainDomain(host_name);
    if (domain.empty()) return {};
    const std::string_view host =
        field_ == "url_from" ? "name_source" : "name_target";
    return {AnyInV3({CompareInV3(host, "eq", TextInV3(domain)),
                     CompareInV3(host, "suffix",
                                 TextInV3(fmt::format(".{}", domain)))}),
            domain == host_name};
  }

  // Translates the range [start, end); `say` makes a Bound of an operator and a
  // value.
  template <typename Value, typename Translate>
  Translation Range(const std::optional<Value>& start,
                    const std::optional<Value>& end,
                    Translate translate) const {
    const Bound from = start ? translate("gte", *start) : Bound{"", true};
    const Bound to = end ? translate("lt", *end) : Bound{"", true};
    std::vector<std::string> conditions;
    for (const Bound& bound : {from, to}) {
      if (!bound.condition.empty()) conditions.push_back(bound.condition);
    }
    const bool exact = from.exact && to.exact;
    if (conditions.empty()) return IsThere(exact);
    return {AllInV3(conditions), exact};
  }

  Bound RatingBound(std::string_view op, int64_t number) const {
    if (number > kMaxRating || number < -kMaxRating) return {};
    const bool exact = number >= 1;
    const int64_t outwards = exact ? 0 : op == "gte" ? -1 : 1;
    const int64_t thousandths = (number + outwards) * 1000 - 500;
    return {Is(op, FormatMilli(thousandths)), exact};
  }

  Translation RatingIs(int64_t number) const {
    if (number >= kMaxRating || number < -kMaxRating) return {};
    const Bound from = RatingBound("gte", number);
    const Bound to = RatingBound("lt", number + 1);
    return {AllInV3({from.condition, to.condition}), from.exact && to.exact};
  }

  Bound TimeBound(std::string_view op, const Time& time) const {
    const bool is_start = op == "gte";
    if (time <= Time{kBeginOfYear1, 0}) return {"", is_start};
    if (time >= Time{kEndOfYear9999, 0}) return {"", !is_start};
    const bool exact = time.nanos == 0;
    const int64_t second = time.seconds + (exact || is_start ? 0 : 1);
    if (second >= kEndOfYear9999) return {"", false};
    return {Is(op, TimeInV3({second, 0})), exact};
  }

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
  const Column& column = GetColumn(predicate.column);
  if (column.v3_field.empty()) return {};
  Translation translation =
      std::visit(PredicateTranslator(column), predicate.matcher);
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

}  // namespace backlinks
