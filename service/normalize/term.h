// A filter in negation normal form, with the texts that its members are
// compared and sorted by.
#ifndef BACKLINKS_SERVICE_NORMALIZE_TERM_H_
#define BACKLINKS_SERVICE_NORMALIZE_TERM_H_

#include <string>
#include <vector>

#include "service/model/filter.h"
#include "service/normalize/literal.h"

namespace backlinks {

struct Term {
  using Kind = FilterNode::Kind;

  Kind kind = Kind::kPredicate;  // kAnd, kOr; kPredicate: a literal.
  std::vector<Term> members;     // Of a group; none in one of its own kind.
  std::string path;              // Of a group.
  Literal literal;
  std::string test_text;  // Of a literal: what is under its NOT.
  std::string text;

  bool is_literal() const { return kind == Kind::kPredicate; }
  bool is_constant() const { return !is_literal() && members.empty(); }
};

// The other kind of group.
Term::Kind OppositeOf(Term::Kind kind);

// Adds a member, or the members of a group of the same kind.
void AddMember(Term term, Term& group);

// Moves negations down to the predicates, splits ranges, and makes sets of
// single texts. Texts are not set.
Term ToNegationNormalForm(const FilterNode& filter, bool negated);

// Sets the texts of a term whose members have theirs, in order.
void SetText(Term& term);

FilterNode ToFilter(Term term);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_NORMALIZE_TERM_H_
