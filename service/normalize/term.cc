#include "service/normalize/term.h"

#include <iterator>
#include <string_view>
#include <utility>

#include "service/normalize/filter_writer.h"

namespace backlinks::normalize {
namespace {

using Kind = Term::Kind;

Term LiteralTerm(const FilterNode& predicate, bool negated, Matcher matcher) {
  Term term;
  term.literal = {predicate.column, negated, std::move(matcher),
                  predicate.path};
  return term;
}

// Splits a range of two bounds into two; keeps other predicates.
template <typename Range>
Term RangeTerm(const FilterNode& predicate, const Range& range, bool negated) {
  if (!range.start || !range.end) return LiteralTerm(predicate, negated, range);
  Term group{.kind = negated ? Kind::kOr : Kind::kAnd, .path = predicate.path};
  group.members.push_back(
      LiteralTerm(predicate, negated, Range{.start = range.start}));
  group.members.push_back(
      LiteralTerm(predicate, negated, Range{.end = range.end}));
  return group;
}

Term PredicateTerm(const FilterNode& predicate, bool negated) {
  if (const auto* range = std::get_if<NumberRangeMatcher>(&predicate.matcher)) {
    return RangeTerm(predicate, *range, negated);
  }
  if (const auto* range = std::get_if<TimeRangeMatcher>(&predicate.matcher)) {
    return RangeTerm(predicate, *range, negated);
  }
  const auto* text = std::get_if<TextMatcher>(&predicate.matcher);
  if (text != nullptr && text->op == TextOperator::kEquals) {
    return LiteralTerm(predicate, negated,
                       TextSetMatcher{{text->value}, text->ignore_case});
  }
  return LiteralTerm(predicate, negated, predicate.matcher);
}

// Avoids writing a large set twice: only sets of one value have a negated
// operator of their own.
std::string NegatedText(const Literal& literal, const std::string& test_text) {
  constexpr std::string_view kSet = "any_of(";
  if (test_text.compare(0, kSet.size(), kSet) == 0) return "NOT " + test_text;
  return PredicateText(literal.column, literal.matcher, true);
}

}  // namespace

Kind OppositeOf(Kind kind) {
  return kind == Kind::kAnd ? Kind::kOr : Kind::kAnd;
}

void AddMember(Term term, Term& group) {
  if (term.kind != group.kind) {
    group.members.push_back(std::move(term));
    return;
  }
  std::move(term.members.begin(), term.members.end(),
            std::back_inserter(group.members));
}

Term ToNegationNormalForm(const FilterNode& filter, bool negated) {
  if (filter.kind == Kind::kPredicate) return PredicateTerm(filter, negated);
  if (filter.kind == Kind::kNot) {
    return ToNegationNormalForm(filter.children[0], !negated);
  }
  Term group{.kind = negated ? OppositeOf(filter.kind) : filter.kind,
             .path = filter.path};
  for (const FilterNode& child : filter.children) {
    AddMember(ToNegationNormalForm(child, negated), group);
  }
  return group;
}

void SetText(Term& term) {
  if (term.is_literal()) {
    const Literal& literal = term.literal;
    term.test_text = PredicateText(literal.column, literal.matcher, false);
    term.text =
        literal.negated ? NegatedText(literal, term.test_text) : term.test_text;
    return;
  }
  term.text.clear();
  for (const Term& member : term.members) {
    AppendMember(term.kind, member.text, !member.is_literal(), term.text);
  }
}

FilterNode ToFilter(Term term) {
  if (!term.is_literal()) {
    FilterNode node{.kind = term.kind, .path = std::move(term.path)};
    for (Term& member : term.members) {
      node.children.push_back(ToFilter(std::move(member)));
    }
    return node;
  }
  Literal& literal = term.literal;
  FilterNode node{.path = literal.path,
                  .column = literal.column,
                  .matcher = std::move(literal.matcher)};
  if (!literal.negated) return node;
  FilterNode negation{.kind = Kind::kNot, .path = std::move(literal.path)};
  negation.children.push_back(std::move(node));
  return negation;
}

}  // namespace backlinks::normalize
