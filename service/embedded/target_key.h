// The form of URLs and targets that modes are evaluated on.
#ifndef BACKLINKS_SERVICE_EMBEDDED_TARGET_KEY_H_
#define BACKLINKS_SERVICE_EMBEDDED_TARGET_KEY_H_

#include <string>
#include <string_view>

namespace backlinks::embedded {

struct TargetKey {
  // The labels of the host in reverse order: "com.github." for github.com.
  // Those of its subdomains begin with it.
  std::string reversed_host;
  std::string path;  // Includes the query; at least "/".
};

// Returns the key of "https://GitHub.com/a?b", "github.com/a" or "github.com".
// It does not depend on the scheme, user name, port or the spelling of the
// host.
TargetKey MakeTargetKey(std::string_view url);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_TARGET_KEY_H_
