// The key of a page in the cache: a hash of everything that the upstream's
// answer depends on.
//
// Secrets: the credentials enter as a hash of their own, together with the
//          whole request, and the key is a hash again.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_CACHE_CACHE_KEY_H_
#define BACKLINKS_SERVICE_CACHE_CACHE_KEY_H_

#include <string>
#include <string_view>

#include "service/model/http_message.h"

namespace backlinks::cache {

// Names the format of keys and entries, so that versions of the server that do
// not understand each other share nothing.
inline constexpr std::string_view kKeyPrefix = "page/1/";

// Returns kKeyPrefix and 64 hexadecimal digits. `upstream` identifies the
// server that the request is sent to, for example "https://api.ahrefs.com".
std::string CacheKey(std::string_view upstream, const HttpRequest& request);

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_CACHE_KEY_H_
