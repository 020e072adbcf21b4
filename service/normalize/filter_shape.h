// The shape of a filter: the columns and operators without the caller's texts,
// for logs, since a text may be personal data.
//
// Kept: the tree, operators, numbers, times, booleans and link types.
// Lost: texts; all texts of one test become one "…".
#ifndef BACKLINKS_SERVICE_NORMALIZE_FILTER_SHAPE_H_
#define BACKLINKS_SERVICE_NORMALIZE_FILTER_SHAPE_H_

#include <string>

#include "service/model/filter.h"

namespace backlinks::normalize {

// The shape as filter text: `anchor:"…" AND ahrefs_rank >= 20`.
std::string FilterShape(FilterNode filter);

}  // namespace backlinks::normalize

#endif  // BACKLINKS_SERVICE_NORMALIZE_FILTER_SHAPE_H_
