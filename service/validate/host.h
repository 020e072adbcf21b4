// Whether a text is a valid target or host name. Whether the host exists is for
// the upstream to decide.
#ifndef BACKLINKS_SERVICE_VALIDATE_HOST_H_
#define BACKLINKS_SERVICE_VALIDATE_HOST_H_

#include <optional>
#include <string>
#include <string_view>

namespace backlinks::validate {

// Returns why the text is not of the form "[http[s]://]host[:port][/path…]",
// which every mode accepts (domain and subdomains ignore the path). Empty if it
// is valid.
std::optional<std::string> TargetProblem(std::string_view target);

// Returns why the text is not a host name: in the form of CanonicalHost, labels
// of ASCII letters, digits, "-" and "_", or an IP address. Empty if it is
// valid.
std::optional<std::string> HostProblem(std::string_view text);

}  // namespace backlinks::validate

#endif  // BACKLINKS_SERVICE_VALIDATE_HOST_H_
