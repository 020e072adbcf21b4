// Brings a filter into normal form: what filters that mean the same have in
// common, and what splitting and pushing down start from.
//
// In:     a validated filter.  Out: an equivalent one in which
//         - NOT stands over predicates alone, and only where the predicate has
//           no opposite of its own (NOT x < 5 stays: it also holds for a row
//           without x);
//         - groups lie in no group of their own kind, and hold two members or
//           more, sorted by their canonical text, none twice;
//         - a range has one bound, `equals` of a text is a set of one, sets are
//           sorted without repetition;
//         - in a group, ranges and sets on one column are merged, members that
//           follow from others are left out, and contradictions and
//           tautologies have become a constant: an empty kOr (never) or kAnd
//           (always).
// Logic:  two-valued: a test on an absent column is false, its NOT is true.
// Paths:  a node keeps that of the node it came from.
// Threads: stateless.
//
// Example: NOT (a OR NOT b) and (b AND NOT a) are the same node afterwards.
#ifndef BACKLINKS_SERVICE_NORMALISE_NORMALISER_H_
#define BACKLINKS_SERVICE_NORMALISE_NORMALISER_H_

#include "service/model/filter.h"

namespace backlinks {

FilterNode Normalise(const FilterNode& filter);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_NORMALISE_NORMALISER_H_
