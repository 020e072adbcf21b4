// A filter without what somebody wrote: which columns are tested and how, for
// logs, where a text may be personal.
//
// Kept: the tree, operators, numbers, times, booleans and link types.
// Lost: texts, each test's standing as one "…".
#ifndef BACKLINKS_SERVICE_NORMALIZE_FILTER_SHAPE_H_
#define BACKLINKS_SERVICE_NORMALIZE_FILTER_SHAPE_H_

#include <string>

#include "service/model/filter.h"

namespace backlinks {

// As filter text: `anchor:"…" AND ahrefs_rank >= 20`.
std::string FilterShape(FilterNode filter);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_NORMALIZE_FILTER_SHAPE_H_
