#include "service/dialect/ahrefs_v2/conditions.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "backlinks/v1/refpage.pb.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "service/common/text/case_fold.h"
#include "service/common/text/host_name.h"
#include "service/common/text/word.h"
#include "service/dialect/ahrefs_v2/columns.h"
#include "service/dialect/ahrefs_v2/literals.h"

namespace backlinks::dialect::ahrefs_v2 {
namespace {

using Literals = std::vector<std::string>;

// A bound of a range.
struct Bound {
  bool given = false;
  std::optional<std::string> literal;  // Empty if v2 cannot express it.
  bool exact = true;
};

// Returns whether the numbers are consecutive. The difference of two int64 in
// order is always a uint64.
bool IsWithoutGap(const std::set<int64_t>& numbers) {
  return static_cast<uint64_t>(*numbers.rbegin()) -
             static_cast<uint64_t>(*numbers.begin()) ==
         numbers.size() - 1;
}

// Translates matchers on one column.
class PredicateTranslator {
 public:
  PredicateTranslator(std::string_view column, bool nullable, bool negated)
      : column_(column), nullable_(nullable), negated_(negated) {}

  Translation operator()(const TextMatcher& matcher) const {
    const bool any_case =
        matcher.ignore_case && !text::IsCaseless(matcher.value);
    if (matcher.op == TextOperator::kEquals) {
      return OneOf({matcher.value}, matcher.ignore_case);
    }
    if (negated_ || matcher.op == TextOperator::kMatches) return {};
    if (any_case) return Contains(LongestCaselessPart(matcher.value), false);
    switch (matcher.op) {
      case TextOperator::kContains:
        return Contains(matcher.value, true);
      case TextOperator::kSubdomainOf:
        return IsBelow(matcher.value);
      case TextOperator::kHasWord:
        if (!text::IsOneWord(matcher.value))
          return Contains(matcher.value, false);
        return {Call("word", QuoteInV2(matcher.value)), false};
      default:
        return Contains(matcher.value, false);
    }
  }

  Translation operator()(const TextSetMatcher& matcher) const {
    return OneOf(matcher.values, matcher.ignore_case);
  }

  Translation operator()(const NumberSetMatcher& matcher) const {
    Literals literals;
    const std::set<int64_t> numbers(matcher.values.begin(),
                                    matcher.values.end());
    for (const int64_t number : numbers) {
      literals.push_back(fmt::to_string(number));
    }
    if (negated_ || literals.size() == 1) return Equality(literals);
    return {JoinInV2({Compare(">=", literals.front()),
                      Compare("<=", literals.back())}),
            IsWithoutGap(numbers)};
  }

  Translation operator()(const NumberRangeMatcher& matcher) const {
    // The difference of two bounds in order may exceed int64.
    if (matcher.start && matcher.end && *matcher.end - 1 == *matcher.start) {
      return Equality({fmt::to_string(*matcher.start)});
    }
    return Range(Literal(matcher.start), Literal(matcher.end));
  }

  // Bounds are rounded outwards. The opposite of a range ends where the range
  // begins.
  Translation operator()(const TimeRangeMatcher& matcher) const {
    const Rounding down = negated_ ? Rounding::kUp : Rounding::kDown;
    const Rounding up = negated_ ? Rounding::kDown : Rounding::kUp;
    return Range(Literal(matcher.start, down), Literal(matcher.end, up));
  }

  Translation operator()(const BoolMatcher& matcher) const {
    return Equality({matcher.value ? "true" : "false"});
  }

  Translation operator()(const LinkTypeMatcher& matcher) const {
    Literals named;
    Literals others;
    for (int type = 1; type < v1::LinkType_ARRAYSIZE; ++type) {
      const bool is_named =
          std::find(matcher.values.begin(), matcher.values.end(), type) !=
          matcher.values.end();
      (is_named ? named : others)
          .push_back(LinkTypeInV2(static_cast<v1::LinkType>(type)));
    }
    if (negated_ || named.size() == 1) return Equality(named);
    return {NoneOf(others), false};
  }

  // v2 cannot express that a column is absent.
  Translation operator()(const UnsetMatcher&) const { return {}; }

 private:
  // Translates "is one of `texts`", or "is none of them" if negated. If no text
  // is equal with ignore_case, none is equal in its given case.
  Translation OneOf(const std::vector<std::string>& texts,
                    bool ignore_case) const {
    Literals literals;
    bool exact = true;
    for (const std::string& text : texts) {
      exact = exact && (!ignore_case || text::IsCaseless(text));
      literals.push_back(QuoteInV2(text));
    }
    if (negated_) return {NoneOf(literals), exact};
    if (literals.size() != 1) return {};
    if (exact) return Equality(literals);
    return Contains(LongestCaselessPart(texts.front()), false);
  }

  // Translates "equals the literal", or "is none of the literals" if negated.
  Translation Equality(const Literals& literals) const {
    if (negated_) return {NoneOf(literals), true};
    return {Compare("=", literals.front()), true};
  }

  std::string NoneOf(const Literals& literals) const {
    std::vector<std::string> conditions;
    conditions.reserve(literals.size());
    for (const std::string& literal : literals) {
      conditions.push_back(Compare("<>", literal));
    }
    return JoinInV2(conditions);
  }

  Translation Range(const Bound& start, const Bound& end) const {
    if (negated_) return RangeOpposite(start, end);
    std::vector<std::string> conditions;
    if (start.literal) conditions.push_back(Compare(">=", *start.literal));
    if (end.literal) conditions.push_back(Compare("<", *end.literal));
    return {JoinInV2(conditions), start.exact && end.exact};
  }

  // Translates "outside of the range". With two bounds that is an OR, and a row
  // without the column is outside: both cannot be expressed.
  Translation RangeOpposite(const Bound& start, const Bound& end) const {
    if (nullable_ || (start.given && end.given)) return {};
    if (start.literal) return {Compare("<", *start.literal), start.exact};
    if (end.literal) return {Compare(">=", *end.literal), end.exact};
    return {};
  }

  Translation Contains(std::string_view text, bool exact) const {
    if (text.empty()) return {};
    return {Call("substring", QuoteInV2(text)), exact};
  }

  Translation IsBelow(std::string_view host_name) const {
    const std::string_view domain = text::PlainDomain(host_name);
    if (domain.empty()) return {};
    return {Call("subdomain", QuoteInV2(domain)), domain == host_name};
  }

  std::string Compare(std::string_view sign, std::string_view literal) const {
    return fmt::format("{}{}{}", column_, sign, literal);
  }

  std::string Call(std::string_view function, std::string_view literal) const {
    return fmt::format("{}({},{})", function, column_, literal);
  }

  static Bound Literal(const std::optional<int64_t>& value) {
    if (!value) return {};
    return {true, fmt::to_string(*value), true};
  }

  static Bound Literal(const std::optional<Time>& value, Rounding rounding) {
    if (!value) return {};
    V2Date date = DateInV2(*value, rounding);
    return {true, std::move(date.literal), date.exact};
  }

  std::string_view column_;
  bool nullable_;
  bool negated_;
};

}  // namespace

Translation TranslateToV2(const FilterNode& predicate, bool negated,
                          const ColumnSet& nullable) {
  const PredicateTranslator translator(V2NameOf(predicate.column),
                                       nullable[predicate.column], negated);
  return std::visit(translator, predicate.matcher);
}

std::string JoinInV2(const std::vector<std::string>& conditions) {
  return fmt::format("{}", fmt::join(conditions, ","));
}

}  // namespace backlinks::dialect::ahrefs_v2
