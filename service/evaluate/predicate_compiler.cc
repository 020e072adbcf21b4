#include "service/evaluate/predicate_compiler.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "service/common/status/status.h"
#include "service/evaluate/cell_matchers.h"
#include "service/evaluate/nodes.h"
#include "service/evaluate/text_matchers.h"
#include "service/model/regex.h"

namespace backlinks::evaluate {
namespace {

using Compiled = absl::StatusOr<std::unique_ptr<RowFilter>>;

class PredicateCompiler {
 public:
  explicit PredicateCompiler(const FilterNode& predicate)
      : predicate_(predicate) {}

  Compiled operator()(const TextMatcher& matcher) const {
    switch (matcher.op) {
      case TextOperator::kEquals:
        return TextNode<TextEquals>(matcher);
      case TextOperator::kContains:
        return TextNode<TextContains>(matcher);
      case TextOperator::kHasWord:
        return TextNode<TextHasWord>(matcher);
      case TextOperator::kStartsWith:
        return TextNode<TextStartsWith>(matcher);
      case TextOperator::kEndsWith:
        return TextNode<TextEndsWith>(matcher);
      case TextOperator::kMatches:
        return Regex(matcher);
      case TextOperator::kSubdomainOf:
        return Node<&Row::text>(TextIsUrlBelow{matcher.value});
    }
    return MakeError(Reason::kInternal, "A test on texts is not known");
  }

  Compiled operator()(const TextSetMatcher& matcher) const {
    TextIsOneOf set;
    for (const std::string& value : matcher.values) {
      set.values.insert(matcher.ignore_case ? text::FoldCase(value) : value);
    }
    if (!matcher.ignore_case) return Node<&Row::text>(std::move(set));
    return Node<&Row::text>(Folded<TextIsOneOf>{std::move(set)});
  }

  Compiled operator()(const NumberSetMatcher& matcher) const {
    if (matcher.values.size() == 1) {
      return Node<&Row::number>(NumberIs{matcher.values.front()});
    }
    NumberIsOneOf set{matcher.values};
    std::sort(set.values.begin(), set.values.end());
    return Node<&Row::number>(std::move(set));
  }

  Compiled operator()(const NumberRangeMatcher& matcher) const {
    return Node<&Row::number>(IsBetween<int64_t>{matcher.start, matcher.end});
  }

  Compiled operator()(const TimeRangeMatcher& matcher) const {
    return Node<&Row::time>(IsBetween<Time>{matcher.start, matcher.end});
  }

  Compiled operator()(const BoolMatcher& matcher) const {
    return Node<&Row::boolean>(BoolIs{matcher.value});
  }

  Compiled operator()(const LinkTypeMatcher& matcher) const {
    LinkTypeIsOneOf set;
    for (const v1::LinkType kind : matcher.values)
      set.kinds |= uint64_t{1} << kind;
    return Node<&Row::number>(set);
  }

  Compiled operator()(const UnsetMatcher&) const {
    return std::make_unique<UnsetFilter>(predicate_.column);
  }

 private:
  template <auto kRead, typename CellMatcher>
  Compiled Node(CellMatcher matcher) const {
    return std::make_unique<CellFilter<kRead, CellMatcher>>(predicate_.column,
                                                            std::move(matcher));
  }

  template <typename Op>
  Compiled TextNode(const TextMatcher& matcher) const {
    // Folding may turn the character next to a word into a letter.
    const bool fold =
        matcher.ignore_case && (matcher.op == TextOperator::kHasWord ||
                                !text::IsCaseless(matcher.value));
    if (!fold) return Node<&Row::text>(Op{matcher.value});
    return Node<&Row::text>(Folded<Op>{{text::FoldCase(matcher.value)}});
  }

  Compiled Regex(const TextMatcher& matcher) const {
    auto regex = std::make_unique<const RE2>(matcher.value,
                                             RegexOptions(matcher.ignore_case));
    if (regex->ok()) return Node<&Row::text>(TextMatches{std::move(regex)});
    return MakeInvalid(Reason::kInvalidQuery,
                       {{predicate_.path, "is not an RE2 expression"}});
  }

  const FilterNode& predicate_;
};

int CostOfText(const TextMatcher& matcher) {
  const int fold = matcher.ignore_case ? 60 : 0;
  switch (matcher.op) {
    case TextOperator::kEquals:
    case TextOperator::kStartsWith:
    case TextOperator::kEndsWith:
      return 5 + fold;
    case TextOperator::kContains:
      return 30 + fold;
    case TextOperator::kHasWord:
      return 40 + fold;
    case TextOperator::kSubdomainOf:
      return 50;
    case TextOperator::kMatches:
      break;
  }
  return 200;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RowFilter>> CompilePredicate(
    const FilterNode& predicate) {
  return std::visit(PredicateCompiler(predicate), predicate.matcher);
}

int CostOf(const Matcher& matcher) {
  if (const auto* text = std::get_if<TextMatcher>(&matcher))
    return CostOfText(*text);
  if (const auto* set = std::get_if<TextSetMatcher>(&matcher)) {
    return set->ignore_case ? 80 : 20;
  }
  return 1;
}

}  // namespace backlinks::evaluate
