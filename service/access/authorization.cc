#include "service/access/authorization.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "service/common/api_key/api_key.h"
#include "service/common/status/status.h"

namespace backlinks::access {

absl::StatusOr<std::string_view> ReadApiKey(
    const std::vector<std::string_view>& authorization) {
  if (authorization.empty()) return std::string_view();
  if (authorization.size() > 1) {
    return MakeError(Reason::kBadCredentials,
                     "the call has more than one authorization");
  }
  const std::string_view value = authorization.front();
  const size_t end = std::min(value.find(' '), value.size());
  if (!absl::EqualsIgnoreCase(absl::string_view(value.data(), end), "Bearer")) {
    return MakeError(Reason::kBadCredentials,
                     "the authorization must be \"Bearer\" and an API key");
  }
  std::string_view key = value.substr(end);
  key.remove_prefix(std::min(key.find_first_not_of(' '), key.size()));
  if (IsWellFormedApiKey(key)) return key;
  return MakeError(Reason::kBadCredentials,
                   "the API key is malformed (check for a typo)");
}

}  // namespace backlinks::access
