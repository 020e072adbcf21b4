// URLs and targets in the form that modes are answered by.
#ifndef BACKLINKS_SERVICE_EMBEDDED_TARGET_KEY_H_
#define BACKLINKS_SERVICE_EMBEDDED_TARGET_KEY_H_

#include <string>
#include <string_view>

namespace backlinks {

struct TargetKey {
  // "com.github." for github.com: everything below begins with it.
  std::string reversed_host;
  std::string path;  // With the query; at least "/".
};

// Of "https://GitHub.com/a?b", "github.com/a" or "github.com". The scheme,
// user name and port do not matter, nor how the host is spelled.
TargetKey MakeTargetKey(std::string_view url);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_TARGET_KEY_H_
