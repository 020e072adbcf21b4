#include "service/config/unknown_variables.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "fmt/format.h"
#include "re2/re2.h"
#include "service/config/flags.h"
#include "service/config/nearest_name.h"
#include "service/config/option_error.h"

namespace backlinks::config {
namespace {

constexpr std::string_view kPrefix = "BACKLINKS_";

// Of the command line client, which may share an environment with the server.
constexpr std::array<std::string_view, 2> kClientVariables = {
    "BACKLINKS_SERVER", "BACKLINKS_API_KEY"};

// Without the prefix, which would make all names similar.
std::vector<std::string> KnownVariables() {
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    names.push_back(name.substr(kPrefix.size()));
  };
  for (const Flag& flag : Flags()) {
    add(EnvironmentName(flag.name));
    if (!flag.secret_variable.empty()) add(flag.secret_variable);
  }
  return names;
}

bool IsOfClient(std::string_view name) {
  return std::find(kClientVariables.begin(), kClientVariables.end(), name) !=
         kClientVariables.end();
}

// Whether Kubernetes sets the variable for a Service whose name begins with
// "backlinks". The variable …_PORT is one only with the value of such a one, so
// that other variables of this form are reported.
bool IsOfKubernetes(std::string_view name, std::string_view value) {
  static const RE2* const service = new RE2(
      "BACKLINKS(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|"
      "PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
  static const RE2* const port = new RE2("BACKLINKS(_[A-Z0-9_]+)?_PORT");
  static const RE2* const address = new RE2("(tcp|udp|sctp)://.*");
  const re2::StringPiece piece(name.data(), name.size());
  return RE2::FullMatch(piece, *service) ||
         (RE2::FullMatch(piece, *port) &&
          RE2::FullMatch({value.data(), value.size()}, *address));
}

}  // namespace

std::vector<std::string> WarnOfUnknownVariables(
    const std::vector<std::string_view>& entries) {
  const std::vector<std::string> known = KnownVariables();
  std::vector<std::string> warnings;
  for (const std::string_view entry : entries) {
    const size_t equals = std::min(entry.find('='), entry.size());
    const std::string_view name = entry.substr(0, equals);
    const std::string_view value =
        entry.substr(std::min(equals + 1, entry.size()));
    if (name.substr(0, kPrefix.size()) != kPrefix || IsOfClient(name) ||
        IsOfKubernetes(name, value)) {
      continue;
    }
    const std::string_view rest = name.substr(kPrefix.size());
    if (std::find(known.begin(), known.end(), rest) != known.end()) continue;
    const std::string nearest = NearestName(rest, known);
    warnings.push_back(OneLine(fmt::format(
        "the environment variable {} is not known{}", name,
        nearest.empty()
            ? ""
            : fmt::format("; did you mean {}{}?", kPrefix, nearest))));
  }
  return warnings;
}

}  // namespace backlinks::config
