// Extracts the host of a URL, for subdomain_of and for the targets of the
// embedded upstream.
//
// The format is [scheme://[user@]]host[:port][/path][?query][#fragment], where
// everything but the host is optional, and a user name is recognized after a
// scheme only. An IPv6 address keeps its brackets; dots at the end are removed.
// Nothing is decoded: a host with percent-encoded letters differs from the same
// host in plain letters.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_URL_HOST_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_URL_HOST_H_

#include <string_view>

namespace backlinks {

// Returns the host in its original case. Empty if there is none.
std::string_view UrlHost(std::string_view url);

// Returns the part of `url` after "scheme://", or all of it if it has no
// scheme.
std::string_view WithoutScheme(std::string_view url);

// Returns whether `host` is `domain` or a subdomain of it. Compares bytes, so
// both must be canonical (CanonicalHost). False if either is empty.
bool IsHostBelow(std::string_view host, std::string_view domain);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_URL_HOST_H_
