// The upstreams' words for the values of v1.LinkType.
#ifndef BACKLINKS_SERVICE_COMMON_COLUMN_LINK_TYPE_WORD_H_
#define BACKLINKS_SERVICE_COMMON_COLUMN_LINK_TYPE_WORD_H_

#include <string_view>

namespace backlinks {

// Returns for example "href" for LINK_TYPE_HREF; empty for a number that the
// contract does not have.
std::string_view LinkTypeWord(int number);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_COLUMN_LINK_TYPE_WORD_H_
