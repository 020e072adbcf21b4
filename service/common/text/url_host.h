// The host of a URL, as subdomain_of and the targets of the embedded upstream
// take it.
//
// [scheme://[user@]]host[:port][/path][?query][#fragment]: all but the host is
// optional, a user name is after a scheme only. An IPv6 address keeps its
// brackets; dots at the end go. Nothing is decoded: a host with percent signs
// is another one than the same in plain letters.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_URL_HOST_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_URL_HOST_H_

#include <string_view>

namespace backlinks {

// The host as it is in `url`, in its case; "": there is none.
std::string_view UrlHost(std::string_view url);

// The rest of `url` after "scheme://"; all of it where no scheme is.
std::string_view BehindScheme(std::string_view url);

// Whether `host` is `domain` or ends with "." and it, compared by bytes: give
// both by CanonicalHost. Nothing is below "", and "" below nothing.
bool IsHostBelow(std::string_view host, std::string_view domain);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_URL_HOST_H_
