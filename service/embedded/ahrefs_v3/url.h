// What v3's fields have of a URL.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_URL_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_URL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace backlinks {

// The canonical host, and its registrable domain.
std::string V3Host(std::string_view url);
std::string V3RootName(std::string_view url);

// "gov", "edu" or "normal". Assumed: by the first label of the public suffix,
// so that gov.uk and edu.au count.
std::string V3TldClass(std::string_view url);

// Assumed: the URL without its scheme.
std::string V3PlainUrl(std::string_view url);

// The port, or that of the scheme; nothing: neither is known.
std::optional<int64_t> V3Port(std::string_view url);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_URL_H_
