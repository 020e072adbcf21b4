#include "service/cache/cache_key.h"

#include "absl/strings/escaping.h"
#include "service/cache/byte_fields.h"
#include "service/cache/sha256.h"

namespace backlinks::cache {
namespace {

// All requests are of this method, and have no body.
constexpr std::string_view kMethod = "GET";
constexpr std::string_view kBody;

// The token is in the target (v2) or in a header (v3).
std::string Fingerprint(const HttpRequest& request) {
  std::string fields;
  AppendText(fields, request.target.Reveal());
  for (const auto& [name, value] : request.headers) {
    AppendText(fields, name);
    AppendText(fields, value.Reveal());
  }
  return Sha256(fields);
}

}  // namespace

std::string CacheKey(std::string_view upstream, const HttpRequest& request) {
  std::string fields;
  for (const std::string_view field :
       {kMethod, upstream, std::string_view(request.redacted_target), kBody}) {
    AppendText(fields, field);
  }
  AppendText(fields, Fingerprint(request));
  const std::string digest = Sha256(fields);
  std::string key(kKeyPrefix);
  key += absl::BytesToHexString({digest.data(), digest.size()});
  return key;
}

}  // namespace backlinks::cache
