// Merges the sources of options: flag file, environment and command line. Their
// formats and precedence are described in options.h.
#ifndef BACKLINKS_SERVICE_CONFIG_OPTION_LAYERS_H_
#define BACKLINKS_SERVICE_CONFIG_OPTION_LAYERS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "service/config/options.h"

namespace backlinks {

// Returns the text to print if `args` contain --help, --version or
// --flags_json.
std::optional<PrintAndExit> AsksToPrint(const std::vector<std::string>& args);

// Overrides `options` with the values of all sources.
absl::Status ApplyLayers(const std::vector<std::string>& args,
                         const Environment& environment, Options& options);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_OPTION_LAYERS_H_
