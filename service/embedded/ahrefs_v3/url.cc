#include "service/embedded/ahrefs_v3/url.h"

#include <charconv>

#include "service/common/text/case_fold.h"
#include "service/common/text/host_name.h"
#include "service/common/text/url_host.h"
#include "service/embedded/registrable_domain.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

std::optional<int64_t> PortOfScheme(std::string_view url) {
  const std::string begin = text::FoldCase(url.substr(0, url.find("://")));
  if (begin == "http") return 80;
  if (begin == "https") return 443;
  return std::nullopt;
}

}  // namespace

std::string V3Host(std::string_view url) {
  return text::CanonicalHost(text::UrlHost(url));
}

std::string V3RootName(std::string_view url) {
  return RegistrableDomain(V3Host(url));
}

std::string V3TldClass(std::string_view url) {
  const std::string suffix = PublicSuffix(V3Host(url));
  const std::string label = suffix.substr(0, suffix.find('.'));
  return label == "gov" || label == "edu" ? label : "normal";
}

std::string V3PlainUrl(std::string_view url) {
  return std::string(url.substr(text::SplitUrl(url).scheme.size()));
}

std::optional<int64_t> V3Port(std::string_view url) {
  const std::string_view authority = text::SplitUrl(url).authority;
  const size_t colon = authority.rfind(':');
  const size_t end_of_host = authority.find_last_of("]@");
  if (colon == authority.npos ||
      (end_of_host != authority.npos && colon < end_of_host)) {
    return PortOfScheme(url);
  }
  const std::string_view digits = authority.substr(colon + 1);
  uint16_t port = 0;
  const auto parsed =
      std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (parsed.ec != std::errc()) return PortOfScheme(url);
  return port;
}

}  // namespace backlinks::embedded::ahrefs_v3
