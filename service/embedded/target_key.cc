#include "service/embedded/target_key.h"

#include "service/common/text/host_name.h"
#include "service/common/text/url_host.h"

namespace backlinks::embedded {

TargetKey MakeTargetKey(std::string_view url) {
  const std::string canonical_host = text::CanonicalHost(text::UrlHost(url));
  std::string_view host = canonical_host;
  const std::string_view rest = text::SplitUrl(url).rest;

  TargetKey key;
  while (!host.empty()) {
    const size_t dot = host.rfind('.');
    key.reversed_host += host.substr(dot == host.npos ? 0 : dot + 1);
    key.reversed_host += '.';
    host = host.substr(0, dot == host.npos ? 0 : dot);
  }
  key.path = rest.substr(0, rest.find('#'));
  if (key.path.empty() || key.path[0] != '/') key.path.insert(0, "/");
  return key;
}

}  // namespace backlinks::embedded
