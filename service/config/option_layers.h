// The places that options come from, one over the other: flag file,
// environment, command line. What each says, and wins, is in options.h.
#ifndef BACKLINKS_SERVICE_CONFIG_OPTION_LAYERS_H_
#define BACKLINKS_SERVICE_CONFIG_OPTION_LAYERS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "service/config/options.h"

namespace backlinks {

// What --help or --version in `args` asks to print.
std::optional<PrintAndExit> AsksToPrint(const std::vector<std::string>& args);

// Puts all of them over what `options` holds.
absl::Status ApplyLayers(const std::vector<std::string>& args,
                         const Environment& environment, Options& options);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_OPTION_LAYERS_H_
