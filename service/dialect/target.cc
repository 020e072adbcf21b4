#include "service/dialect/target.h"

#include "fmt/format.h"
#include "service/common/text/host_name.h"
#include "service/dialect/plain_text.h"

namespace backlinks {
namespace {

// The host and port of a target, and the parts before and after these.
struct Parts {
  std::string_view scheme;  // With "://", or empty.
  std::string_view host;
  std::string_view port;  // With ":", or empty.
  std::string_view rest;
};

Parts Split(std::string_view target) {
  Parts parts;
  const size_t mark = target.find("://");
  const size_t slash = target.find_first_of("/?#");
  // A "://" inside the path or query does not end the target's scheme.
  if (mark != target.npos && mark < slash) {
    parts.scheme = target.substr(0, mark + 3);
    target.remove_prefix(mark + 3);
  }
  std::string_view host = target.substr(0, target.find_first_of("/?#"));
  parts.rest = target.substr(host.size());
  // The colons inside the brackets of an IPv6 address do not begin a port.
  const size_t colon = host.rfind(':');
  if (colon != host.npos && host.find(']', colon) == host.npos) {
    parts.port = host.substr(colon);
    host.remove_suffix(parts.port.size());
  }
  parts.host = host;
  return parts;
}

}  // namespace

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
  Parts parts = Split(target);
  std::string host = CanonicalHost(parts.host);
  if (mode == TargetMode::kDomain || mode == TargetMode::kSubdomains) {
    return host;
  }
  parts.rest = parts.rest.substr(0, parts.rest.find('#'));
  return fmt::format("{}{}{}{}", Lower(parts.scheme), host, parts.port,
                     parts.rest);
}

}  // namespace backlinks
