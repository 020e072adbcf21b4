#include "service/evaluate/predicate_compiler.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "service/evaluate/cell_tests.h"
#include "service/evaluate/nodes.h"
#include "service/evaluate/text_tests.h"
#include "service/model/regex.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

using Compiled = absl::StatusOr<std::unique_ptr<RowFilter>>;

class PredicateCompiler {
 public:
  explicit PredicateCompiler(const FilterNode& predicate)
      : predicate_(predicate) {}

  Compiled operator()(const TextTest& test) const {
    switch (test.op) {
      case TextOperator::kEquals:
        return TextNode<TextEquals>(test);
      case TextOperator::kContains:
        return TextNode<TextContains>(test);
      case TextOperator::kHasWord:
        return TextNode<TextHasWord>(test);
      case TextOperator::kStartsWith:
        return TextNode<TextStartsWith>(test);
      case TextOperator::kEndsWith:
        return TextNode<TextEndsWith>(test);
      case TextOperator::kMatches:
        return Regex(test);
      case TextOperator::kSubdomainOf:
        return Node<&Row::text>(TextIsUrlBelow{test.value});
    }
    return MakeError(Reason::kInternal, "A test on texts is not known");
  }

  Compiled operator()(const TextSetTest& test) const {
    TextIsOneOf set;
    for (const std::string& value : test.values) {
      set.values.insert(test.ignore_case ? FoldCase(value) : value);
    }
    if (!test.ignore_case) return Node<&Row::text>(std::move(set));
    return Node<&Row::text>(Folded<TextIsOneOf>{std::move(set)});
  }

  Compiled operator()(const NumberSetTest& test) const {
    if (test.values.size() == 1) {
      return Node<&Row::number>(NumberIs{test.values.front()});
    }
    NumberIsOneOf set{test.values};
    std::sort(set.values.begin(), set.values.end());
    return Node<&Row::number>(std::move(set));
  }

  Compiled operator()(const NumberRangeTest& test) const {
    return Node<&Row::number>(IsBetween<int64_t>{test.start, test.end});
  }

  Compiled operator()(const TimeRangeTest& test) const {
    return Node<&Row::time>(IsBetween<Time>{test.start, test.end});
  }

  Compiled operator()(const BoolTest& test) const {
    return Node<&Row::boolean>(BoolIs{test.value});
  }

  Compiled operator()(const LinkTypeTest& test) const {
    LinkTypeIsOneOf set;
    for (const v1::LinkType kind : test.values)
      set.kinds |= uint64_t{1} << kind;
    return Node<&Row::number>(set);
  }

  Compiled operator()(const UnsetTest&) const {
    return std::make_unique<IsAbsent>(predicate_.column);
  }

 private:
  template <auto kRead, typename CellTest>
  Compiled Node(CellTest test) const {
    return std::make_unique<CellHolds<kRead, CellTest>>(predicate_.column,
                                                        std::move(test));
  }

  template <typename Op>
  Compiled TextNode(const TextTest& test) const {
    // Folding may turn what is beside a word into a letter.
    const bool fold = test.ignore_case && (test.op == TextOperator::kHasWord ||
                                           !IsCaseless(test.value));
    if (!fold) return Node<&Row::text>(Op{test.value});
    return Node<&Row::text>(Folded<Op>{{FoldCase(test.value)}});
  }

  Compiled Regex(const TextTest& test) const {
    auto regex =
        std::make_unique<const RE2>(test.value, RegexOptions(test.ignore_case));
    if (regex->ok()) return Node<&Row::text>(TextMatches{std::move(regex)});
    return MakeInvalid(Reason::kInvalidQuery,
                       {{predicate_.path, "holds no RE2 expression"}});
  }

  const FilterNode& predicate_;
};

int CostOfText(const TextTest& test) {
  const int fold = test.ignore_case ? 60 : 0;
  switch (test.op) {
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
  return std::visit(PredicateCompiler(predicate), predicate.test);
}

int CostOf(const Test& test) {
  if (const auto* text = std::get_if<TextTest>(&test)) return CostOfText(*text);
  if (const auto* set = std::get_if<TextSetTest>(&test)) {
    return set->ignore_case ? 80 : 20;
  }
  return 1;
}

}  // namespace backlinks
