#include "service/embedded/target_key.h"

#include <algorithm>
#include <cctype>

namespace backlinks {

TargetKey MakeTargetKey(std::string_view url) {
  if (const size_t scheme = url.find("://"); scheme != url.npos) {
    url.remove_prefix(scheme + 3);
  }
  const size_t slash = url.find_first_of("/?#");
  std::string_view host = url.substr(0, slash);
  if (const size_t user = host.rfind('@'); user != host.npos) {
    host.remove_prefix(user + 1);
  }
  if (host.empty() || host.front() != '[')
    host = host.substr(0, host.rfind(':'));
  while (!host.empty() && host.back() == '.') host.remove_suffix(1);

  TargetKey key;
  while (!host.empty()) {
    const size_t dot = host.rfind('.');
    key.reversed_host += host.substr(dot == host.npos ? 0 : dot + 1);
    key.reversed_host += '.';
    host = host.substr(0, dot == host.npos ? 0 : dot);
  }
  std::transform(key.reversed_host.begin(), key.reversed_host.end(),
                 key.reversed_host.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  if (slash != url.npos) {
    key.path = url.substr(slash, url.find('#') - slash);
  }
  if (key.path.empty() || key.path[0] != '/') key.path.insert(0, "/");
  return key;
}

}  // namespace backlinks
