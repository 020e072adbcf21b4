// Filter → filter text, by the grammar of parse/filter_text.h: of a filter in
// normal form it is the canonical text.
//
// Out:     UTF-8 as far as the filter's texts are; parses back to an equal
//          filter. "TRUE" and "FALSE" for an empty kAnd and kOr.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_NORMALISE_FILTER_WRITER_H_
#define BACKLINKS_SERVICE_NORMALISE_FILTER_WRITER_H_

#include <string>

#include "service/model/filter.h"

namespace backlinks {

std::string FilterText(const FilterNode& filter);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_NORMALISE_FILTER_WRITER_H_
