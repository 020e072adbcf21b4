// Splits the URL of several Sentinels, because a URL of RFC 3986 has one host
// only.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_SENTINEL_URLS_H_
#define BACKLINKS_SERVICE_STATE_REDIS_SENTINEL_URLS_H_

#include <string>
#include <string_view>
#include <vector>

namespace backlinks::state::redis {

// Whether the scheme is redis+sentinel or rediss+sentinel.
bool IsSentinelUrl(std::string_view url);

// Returns one URL for each host of a Sentinel URL, in their order, with the
// rest unchanged. They may be invalid as the URL may be.
std::vector<std::string> SentinelUrls(std::string_view url);

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_SENTINEL_URLS_H_
