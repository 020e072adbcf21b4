// Merges the literals of a conjunction, column by column, into as few literals
// as can describe the cells that pass all of them.
//
// In:  literals with ranges of one bound and without `equals` of a text.
// Out: literals; one merged from several has the path of the column's first.
//
// A disjunction is merged as the conjunction of its negated literals.
#ifndef BACKLINKS_SERVICE_NORMALIZE_LITERAL_MERGER_H_
#define BACKLINKS_SERVICE_NORMALIZE_LITERAL_MERGER_H_

#include <vector>

#include "service/normalize/literal.h"

namespace backlinks::normalize {

// Returns false if no cell passes; `literals` is then unspecified. If
// `literals` is empty afterwards, all cells pass.
bool MergeConjunction(std::vector<Literal>& literals);

// The same for non-empty literals of one column: whole numbers, link types or
// times; text; booleans. Appends the result to `out`, without paths.
bool MergeNumbers(const std::vector<Literal>& literals,
                  std::vector<Literal>& out);
bool MergeTexts(std::vector<Literal> literals, std::vector<Literal>& out);
bool MergeBooleans(const std::vector<Literal>& literals,
                   std::vector<Literal>& out);

}  // namespace backlinks::normalize

#endif  // BACKLINKS_SERVICE_NORMALIZE_LITERAL_MERGER_H_
