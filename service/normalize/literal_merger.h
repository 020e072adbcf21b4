// Merges the literals of a conjunction, column by column: what cells pass all
// of them is said in as few literals as there are words for it.
//
// In:  literals with ranges of one bound and without `equals` of a text.
// Out: literals without path of their own where several were merged into one
//      have that of the column's first.
// A disjunction is merged as the conjunction of its literals' negations.
#ifndef BACKLINKS_SERVICE_NORMALIZE_LITERAL_MERGER_H_
#define BACKLINKS_SERVICE_NORMALIZE_LITERAL_MERGER_H_

#include <vector>

#include "service/normalize/literal.h"

namespace backlinks {

// False: no cell passes; `literals` then mean nothing. None left: all pass.
bool MergeConjunction(std::vector<Literal>& literals);

// The same for literals of one column of whole numbers, link types or times;
// of text; of booleans. Not empty. What is left is appended to `out`, without
// a path.
bool MergeNumbers(const std::vector<Literal>& literals,
                  std::vector<Literal>& out);
bool MergeTexts(std::vector<Literal> literals, std::vector<Literal>& out);
bool MergeBooleans(const std::vector<Literal>& literals,
                   std::vector<Literal>& out);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_NORMALIZE_LITERAL_MERGER_H_
