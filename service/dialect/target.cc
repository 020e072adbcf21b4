#include "service/dialect/target.h"

#include "fmt/format.h"
#include "service/common/text/host_name.h"
#include "service/common/text/url_host.h"
#include "service/dialect/plain_text.h"

namespace backlinks::dialect {
std::string_view ModeName(TargetMode mode) {
  switch (mode) {
    case TargetMode::kExact:
      return "exact";
    case TargetMode::kDomain:
      return "domain";
    case TargetMode::kPrefix:
      return "prefix";
    case TargetMode::kSubdomains:
      break;
  }
  return "subdomains";
}

std::string NormalizeTarget(std::string_view target, TargetMode mode) {
  const text::UrlParts parts = text::SplitUrl(target);
  const auto [written_host, port] = text::SplitPort(parts.authority);
  std::string host = text::CanonicalHost(written_host);
  if (mode == TargetMode::kDomain || mode == TargetMode::kSubdomains) {
    return host;
  }
  const std::string_view path = parts.rest.substr(0, parts.rest.find('#'));
  return fmt::format("{}{}{}{}", Lower(parts.scheme), host, port, path);
}

}  // namespace backlinks::dialect
