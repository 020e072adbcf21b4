// The flags of the server: the one table that declares them.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAGS_H_
#define BACKLINKS_SERVICE_CONFIG_FLAGS_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "service/config/flag.h"
#include "service/config/options.h"

namespace backlinks::config {

// Returns every flag with a value, in the order of --help.
const std::vector<Flag>& Flags();

// Adds every flag of Flags() to `app`. Parsing then sets `options`, which must
// outlive `app`. A value that is not allowed throws CLI::ValidationError. If a
// flag is given several times, the last value counts.
void DefineFlags(CLI::App& app, Options& options);

// Returns the declarations as JSON, from which .dev/flag_pages.py writes the
// table of docs/configuration.md and the flags in the chart.
std::string FlagsJson();

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_FLAGS_H_
