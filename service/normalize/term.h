// A filter in negation normal form, with the texts by which its members are
// compared and sorted.
#ifndef BACKLINKS_SERVICE_NORMALIZE_TERM_H_
#define BACKLINKS_SERVICE_NORMALIZE_TERM_H_

#include <string>
#include <vector>

#include "service/model/filter.h"
#include "service/normalize/literal.h"

namespace backlinks::normalize {

struct Term {
  using Kind = FilterNode::Kind;

  Kind kind = Kind::kPredicate;  // kAnd, kOr; kPredicate for a literal.
  // A group's members; none is a group of its kind.
  std::vector<Term> members;
  std::string path;  // A group's path.
  Literal literal;
  std::string test_text;  // The text of a literal without its NOT.
  std::string text;

  bool is_literal() const { return kind == Kind::kPredicate; }
  bool is_constant() const { return !is_literal() && members.empty(); }
};

// The other kind of group.
Term::Kind OppositeOf(Term::Kind kind);

// Adds a member to a group; of a group of the same kind, adds its members.
void AddMember(Term term, Term& group);

// Moves negations down to the predicates, splits ranges, and turns single texts
// into sets. Does not set the texts.
Term ToNegationNormalForm(const FilterNode& filter, bool negated);

// Sets the text of a term whose members have theirs, in order.
void SetText(Term& term);

FilterNode ToFilter(Term term);

}  // namespace backlinks::normalize

#endif  // BACKLINKS_SERVICE_NORMALIZE_TERM_H_
