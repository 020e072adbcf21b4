// Filter → filter text, by the grammar of parse/filter_text.h: of a filter in
// normal form it is the canonical text.
//
// In:      any filter of the model, in normal form or not.
// Out:     UTF-8 as far as the filter's texts are; parses back to an
//          equivalent filter, of one in normal form to an equal one. "TRUE" and
//          "FALSE" for an empty kAnd and kOr.
// Threads: stateless.
//
// Example: `NOT ahrefs_rank < 20 AND (anchor = "home" OR unset(alt))`
#ifndef BACKLINKS_SERVICE_NORMALIZE_FILTER_WRITER_H_
#define BACKLINKS_SERVICE_NORMALIZE_FILTER_WRITER_H_

#include <string>
#include <string_view>

#include "service/model/filter.h"

namespace backlinks {

std::string FilterText(const FilterNode& filter);

// The text of one predicate, or of its negation.
std::string PredicateText(int column, const Matcher& matcher, bool negated);

// Adds one more member's text to that of its group; brackets what is a group.
void AppendMember(FilterNode::Kind group, std::string_view member,
                  bool is_group, std::string& text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_NORMALIZE_FILTER_WRITER_H_
