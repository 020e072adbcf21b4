#include "service/common/text/url_host.h"

namespace backlinks {

std::string_view WithoutScheme(std::string_view url) {
  const size_t mark = url.find("://");
  const bool has_scheme = mark != url.npos && mark < url.find_first_of("/?#");
  return has_scheme ? url.substr(mark + 3) : url;
}

std::string_view UrlHost(std::string_view url) {
  const std::string_view rest = WithoutScheme(url);
  std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  const size_t user_end =
      rest.size() == url.size() ? host.npos : host.rfind('@');
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

}  // namespace backlinks
