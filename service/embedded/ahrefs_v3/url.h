// Extracts the parts of a URL that v3's fields contain.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_URL_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_URL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace backlinks::embedded::ahrefs_v3 {

// Returns the canonical host and its registrable domain, respectively.
std::string V3Host(std::string_view url);
std::string V3RootName(std::string_view url);

// Returns "gov", "edu" or "normal". Assumed: by the first label of the public
// suffix, so that gov.uk and edu.au count.
std::string V3TldClass(std::string_view url);

// Returns the URL without its scheme. Assumed.
std::string V3PlainUrl(std::string_view url);

// Returns the port, or the default port of the scheme. Empty if neither is
// known.
std::optional<int64_t> V3Port(std::string_view url);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_URL_H_
