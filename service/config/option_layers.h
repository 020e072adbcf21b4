// Merges the sources of options: flag file, environment and command line. Their
// formats and precedence are described in options.h.
//
// CLI11 2.1 can read an environment variable for each flag (envname) and a
// configuration file (set_config) itself. They are not used because:
// - the file has precedence over the environment;
// - the file cannot be named by an environment variable, since the variables
//   are read after it;
// - an error about a value names neither the variable nor the file that it is
//   from;
// - the variables are those of the process, so that tests would have to set
//   them there.
#ifndef BACKLINKS_SERVICE_CONFIG_OPTION_LAYERS_H_
#define BACKLINKS_SERVICE_CONFIG_OPTION_LAYERS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "service/config/options.h"

namespace backlinks::config {

// Returns the text to print if `args` contain --help, --version or
// --flags_json.
std::optional<PrintAndExit> AsksToPrint(const std::vector<std::string>& args);

// Overrides `options` with the values of all sources.
absl::Status ApplyLayers(const std::vector<std::string>& args,
                         const Environment& environment, Options& options);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_OPTION_LAYERS_H_
