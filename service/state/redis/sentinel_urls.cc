#include "service/state/redis/sentinel_urls.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "fmt/format.h"

namespace backlinks::state::redis {

bool IsSentinelUrl(std::string_view url) {
  return url.starts_with("redis+sentinel:") ||
         url.starts_with("rediss+sentinel:");
}

std::vector<std::string> SentinelUrls(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == url.npos) return {std::string(url)};
  const size_t authority = scheme + 3;
  const size_t path = std::min(url.find_first_of("/?#", authority), url.size());
  // The user and the password may have commas, too.
  const size_t at = url.substr(0, path).rfind('@');
  const size_t hosts = at == url.npos || at < authority ? authority : at + 1;
  const std::string list(url.substr(hosts, path - hosts));
  const std::vector<std::string> names = absl::StrSplit(list, ',');
  std::vector<std::string> urls;
  urls.reserve(names.size());
  for (const std::string& name : names) {
    urls.push_back(
        fmt::format("{}{}{}", url.substr(0, hosts), name, url.substr(path)));
  }
  return urls;
}

}  // namespace backlinks::state::redis
