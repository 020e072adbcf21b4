#include "service/common/text/url_host.h"

namespace backlinks::text {

UrlParts SplitUrl(std::string_view url) {
  UrlParts parts;
  const size_t mark = url.find("://");
  if (mark != url.npos && mark < url.find_first_of("/?#")) {
    parts.scheme = url.substr(0, mark + 3);
    url.remove_prefix(parts.scheme.size());
  }
  parts.authority = url.substr(0, url.find_first_of("/?#"));
  parts.rest = url.substr(parts.authority.size());
  return parts;
}

HostAndPort SplitPort(std::string_view authority) {
  const size_t colon = authority.rfind(':');
  if (colon == authority.npos || authority.find(']', colon) != authority.npos) {
    return {authority, {}};
  }
  return {authority.substr(0, colon), authority.substr(colon)};
}

std::string_view UrlHost(std::string_view url) {
  const UrlParts parts = SplitUrl(url);
  std::string_view host = parts.authority;
  const size_t user_end = parts.scheme.empty() ? host.npos : host.rfind('@');
  if (user_end != host.npos) host.remove_prefix(user_end + 1);
  if (!host.empty() && host.front() == '[') {
    const size_t bracket = host.find(']');
    return bracket == host.npos ? host : host.substr(0, bracket + 1);
  }
  host = host.substr(0, host.find(':'));
  while (!host.empty() && host.back() == '.') host.remove_suffix(1);
  return host;
}

bool IsHostBelow(std::string_view host, std::string_view domain) {
  if (domain.empty() || host.size() < domain.size()) return false;
  const size_t at = host.size() - domain.size();
  return host.substr(at) == domain && (at == 0 || host[at - 1] == '.');
}

}  // namespace backlinks::text
