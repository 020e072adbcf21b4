#include "service/normalize/normalizer.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "service/normalize/literal_merger.h"
#include "service/normalize/term.h"

namespace backlinks::normalize {
namespace {

using Kind = Term::Kind;

// Comments in this file describe an AND ("always true", "always false"); for an
// OR the two are swapped.

void MakeDominated(Term& group) {
  group.kind = OppositeOf(group.kind);
  group.members.clear();
}

bool ByText(const Term& a, const Term& b) { return a.text < b.text; }

// Replaces a group of one by its member.
void Unwrap(Term& group) {
  if (group.members.size() != 1) return;
  Term member = std::move(group.members[0]);
  group = std::move(member);
}

// Inlines the members of groups of the same kind. Returns false if a member is
// always false.
bool Flatten(Term& group) {
  std::vector<Term> members = std::move(group.members);
  group.members.clear();
  for (Term& member : members) {
    if (member.is_constant() && member.kind != group.kind) return false;
    AddMember(std::move(member), group);
  }
  return true;
}

// Negates the literals of an OR, whose negation is an AND, and back.
void FlipIn(Kind kind, std::vector<Literal>& literals) {
  if (kind == Kind::kAnd) return;
  for (Literal& literal : literals) literal.negated = !literal.negated;
}

// Merges the literals among the members. Returns false if their conjunction is
// always false.
bool MergeLiterals(Term& group) {
  std::vector<Literal> literals;
  std::vector<Term> members;
  for (Term& member : group.members) {
    if (member.is_literal()) {
      literals.push_back(std::move(member.literal));
    } else {
      members.push_back(std::move(member));
    }
  }
  FlipIn(group.kind, literals);
  if (!MergeConjunction(literals)) return false;
  FlipIn(group.kind, literals);
  for (Literal& literal : literals) {
    SetText(members.emplace_back(Term{.literal = std::move(literal)}));
  }
  group.members = std::move(members);
  return true;
}

// The texts of a group's literals, and whether each is negated.
using Known = std::unordered_map<std::string_view, bool>;

Known KnownOf(const Term& group) {
  Known known;
  for (const Term& member : group.members) {
    if (member.is_literal()) {
      known.emplace(member.test_text, member.literal.negated);
    }
  }
  return known;
}

enum class Outcome { kKept, kFollows, kCollapsed };

// Simplifies a group of the other kind, an OR, by the literals beside it: (a OR
// b) AND a is a, (a OR b) AND NOT a is b AND NOT a.
Outcome Resolve(const Known& known, Term& inner) {
  std::vector<Term> kept;
  for (Term& member : inner.members) {
    const auto found =
        member.is_literal() ? known.find(member.test_text) : known.end();
    if (found == known.end()) {
      kept.push_back(std::move(member));
    } else if (found->second == member.literal.negated) {
      return Outcome::kFollows;
    }
  }
  const bool is_changed = kept.size() < inner.members.size();
  inner.members = std::move(kept);
  if (!is_changed) return Outcome::kKept;
  Unwrap(inner);
  SetText(inner);
  return Outcome::kCollapsed;
}

// Returns whether the group changed and must be processed again.
bool ResolveGroups(Term& group) {
  std::vector<Term> inner;
  std::vector<Term> members;
  for (Term& member : group.members) {
    (member.is_literal() ? members : inner).push_back(std::move(member));
  }
  group.members = std::move(members);
  const Known known = KnownOf(group);
  bool is_changed = false;
  for (Term& term : inner) {
    const Outcome outcome = Resolve(known, term);
    is_changed |= outcome == Outcome::kCollapsed;
    if (outcome == Outcome::kFollows) term = Term{.kind = group.kind};
  }
  // Added last, because `known` refers to the members' texts.
  for (Term& term : inner) AddMember(std::move(term), group);
  return is_changed;
}

// Whether each member of `narrow` is one of `wide`. Both are sorted.
bool IsWithin(const Term& narrow, const Term& wide) {
  return narrow.members.size() <= wide.members.size() &&
         std::includes(wide.members.begin(), wide.members.end(),
                       narrow.members.begin(), narrow.members.end(), ByText);
}

// Drops each group of the other kind (OR) that follows from a narrower one.
void DropWiderGroups(std::vector<Term>& members) {
  std::stable_sort(members.begin(), members.end(),
                   [](const Term& a, const Term& b) {
                     return a.members.size() < b.members.size();
                   });
  std::vector<Term> kept;
  for (Term& member : members) {
    const bool follows =
        !member.is_literal() &&
        std::any_of(kept.begin(), kept.end(), [&member](const Term& other) {
          return !other.is_literal() && IsWithin(other, member);
        });
    if (!follows) kept.push_back(std::move(member));
  }
  members = std::move(kept);
}

void SimplifyGroup(Term& group);

void Simplify(Term& term) {
  if (term.is_literal()) {
    Term group{.kind = Kind::kAnd};
    group.members.push_back(std::move(term));
    term = std::move(group);
  }
  SimplifyGroup(term);
}

void SimplifyGroup(Term& group) {
  for (Term& member : group.members) {
    if (!member.is_literal()) SimplifyGroup(member);
  }
  do {
    if (!Flatten(group) || !MergeLiterals(group)) {
      MakeDominated(group);
      return;
    }
  } while (ResolveGroups(group));
  DropWiderGroups(group.members);
  std::sort(group.members.begin(), group.members.end(), ByText);
  Unwrap(group);
  SetText(group);
}

}  // namespace

FilterNode Normalize(const FilterNode& filter) {
  Term term = ToNegationNormalForm(filter, false);
  Simplify(term);
  return ToFilter(std::move(term));
}

}  // namespace backlinks::normalize
