// Splits a URL or a target, and extracts its host: for validation, the
// dialects, subdomain_of and the embedded upstream.
//
// The format is [scheme://]authority[/path][?query][#fragment], where
// everything but the authority is optional. Nothing is decoded, checked or
// converted: a host with percent-encoded letters differs from the same host in
// plain letters.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_URL_HOST_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_URL_HOST_H_

#include <string_view>

namespace backlinks::text {

// The parts of a URL. Together they are the whole text.
struct UrlParts {
  std::string_view scheme;     // With "://". Empty if there is none.
  std::string_view authority;  // [user@]host[:port]
  std::string_view rest;       // From the first '/', '?' or '#'.
};

// A "://" after the first '/', '?' or '#' does not end a scheme.
UrlParts SplitUrl(std::string_view url);

struct HostAndPort {
  std::string_view host;
  std::string_view port;  // With ":". Empty if there is none.
};

// Splits an authority at its last colon, but not at the colons inside the
// brackets of an IPv6 address. A user name is a part of the host.
HostAndPort SplitPort(std::string_view authority);

// Returns the host in its original case. Empty if there is none. A user name is
// recognized after a scheme only. An IPv6 address keeps its brackets; dots at
// the end are removed.
std::string_view UrlHost(std::string_view url);

// Returns whether `host` is `domain` or a subdomain of it. Compares bytes, so
// both must be canonical (CanonicalHost). False if either is empty.
bool IsHostBelow(std::string_view host, std::string_view domain);

}  // namespace backlinks::text

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_URL_HOST_H_
