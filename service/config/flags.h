// Defines the flags: their names, allowed values, and the options that they
// set.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAGS_H_
#define BACKLINKS_SERVICE_CONFIG_FLAGS_H_

#include <string>
#include <string_view>

#include "CLI/App.hpp"
#include "service/config/options.h"

namespace backlinks {

// Adds every flag except help and version to `app`. Parsing then sets
// `options`, which must outlive `app`. A value that is not allowed throws
// CLI::ValidationError.
void DefineFlags(CLI::App& app, Options& options);

// Returns the environment variable of a flag: "listen" → "BACKLINKS_LISTEN".
std::string EnvironmentName(std::string_view flag);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_FLAGS_H_
