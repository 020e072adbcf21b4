// Brings a filter into normal form, which equivalent filters share, and from
// which splitting and push-down start.
//
// In:     a validated filter.  Out: an equivalent one in which
//         - NOT is over predicates alone (NOT x < 5 is kept: it is also true
//           for a row without x);
//         - no group is in a group of its own kind; a group has two members or
//           more, distinct and sorted by their canonical text;
//         - a range has one bound, `equals` of a text is a set of one, sets are
//           sorted, distinct, and have at most 1,000 values;
//         - in a group, ranges and sets on one column are merged, members that
//           follow from others are omitted, and contradictions and tautologies
//           are a constant: an empty kOr (always false) or kAnd (always true).
// Order:  the normal form does not depend on the order and nesting of groups,
//         double negations and De Morgan's variants; the normal form of a
//         normal form is itself. Filters that are equivalent for other reasons
//         may have different ones.
// Logic:  two-valued: a test on an absent column is false, its NOT is true.
// Text:   compared by bytes: with ignore_case, values that differ only in case
//         remain separate.
// Size:   a range of two bounds becomes a group of two, so that a filter at the
//         validator's limits may exceed them by one level and in nodes.
// Paths:  a node keeps the path of its source; a merged node has that of the
//         first source.
// Cost:   canonical text and normal form take less than 1 ms for a filter of
//         256 nodes or of several sets of 1,000 values, and up to 2 ms at the
//         limit of 64 KiB.
// Threads: stateless.
//
// Example: NOT (a OR NOT b) and (b AND NOT a) are the same node afterwards.
#ifndef BACKLINKS_SERVICE_NORMALIZE_NORMALIZER_H_
#define BACKLINKS_SERVICE_NORMALIZE_NORMALIZER_H_

#include "service/model/filter.h"

namespace backlinks::normalize {

FilterNode Normalize(const FilterNode& filter);

}  // namespace backlinks::normalize

#endif  // BACKLINKS_SERVICE_NORMALIZE_NORMALIZER_H_
