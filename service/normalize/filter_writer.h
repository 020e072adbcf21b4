// Writes a filter as filter text, in the grammar of parse/filter_text.h. For a
// filter in normal form this is the canonical text.
//
// In:      any filter of the model, in normal form or not.
// Out:     UTF-8 if the filter's texts are. It parses back to an equivalent
//          filter, and for one in normal form to an equal filter. "TRUE" and
//          "FALSE" for an empty kAnd and kOr.
// Threads: stateless.
//
// Example: `NOT ahrefs_rank < 20 AND (anchor = "home" OR unset(alt))`
#ifndef BACKLINKS_SERVICE_NORMALIZE_FILTER_WRITER_H_
#define BACKLINKS_SERVICE_NORMALIZE_FILTER_WRITER_H_

#include <string>
#include <string_view>

#include "service/model/filter.h"

namespace backlinks::normalize {

std::string FilterText(const FilterNode& filter);

// The text of one predicate, or of its negation.
std::string PredicateText(int column, const Matcher& matcher, bool negated);

// Appends the text of one more member of a group, with brackets if the member
// is a group.
void AppendMember(FilterNode::Kind group, std::string_view member,
                  bool is_group, std::string& text);

}  // namespace backlinks::normalize

#endif  // BACKLINKS_SERVICE_NORMALIZE_FILTER_WRITER_H_
