// Whether a text can be a target or a host name at all. Whether such a host
// exists is the upstream's business.
#ifndef BACKLINKS_SERVICE_VALIDATE_HOST_H_
#define BACKLINKS_SERVICE_VALIDATE_HOST_H_

#include <optional>
#include <string>
#include <string_view>

namespace backlinks {

// What keeps the text from being "[http[s]://]host[:port][/path…]", which is
// what every mode takes (domain and subdomains disregard the path); nothing:
// it is one.
std::optional<std::string> TargetProblem(std::string_view target);

// What keeps the text from being a host name: in the form of CanonicalHost,
// labels of ASCII letters, digits, "-" and "_", or an IP address; nothing: it
// is one.
std::optional<std::string> HostProblem(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_VALIDATE_HOST_H_
