#include "service/embedded/registrable_domain.h"

#include <libpsl.h>

#include "absl/strings/ascii.h"

namespace backlinks::embedded {
namespace {

// No top-level domain ends with a digit.
bool IsAddress(const std::string& host) {
  return !host.empty() &&
         (host.back() == ']' || absl::ascii_isdigit(host.back()));
}

}  // namespace

std::string RegistrableDomain(const std::string& host) {
  if (IsAddress(host)) return host;
  // The pointer is into `host`, or null.
  const char* const domain =
      psl_registrable_domain(psl_builtin(), host.c_str());
  return domain == nullptr ? host : std::string(domain);
}

std::string PublicSuffix(const std::string& host) {
  if (IsAddress(host)) return "";
  const char* const suffix =
      psl_unregistrable_domain(psl_builtin(), host.c_str());
  return suffix == nullptr ? "" : suffix;
}

}  // namespace backlinks::embedded
