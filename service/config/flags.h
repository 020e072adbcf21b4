// The flags by name: what each may be and which option it sets.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAGS_H_
#define BACKLINKS_SERVICE_CONFIG_FLAGS_H_

#include <string>
#include <string_view>

#include "CLI/App.hpp"
#include "service/config/options.h"

namespace backlinks {

// Makes `app` know every flag, help and version aside; parsing then sets
// `options`, which must outlive it. A value that is not allowed throws
// CLI::ValidationError.
void DefineFlags(CLI::App& app, Options& options);

// "listen" → "BACKLINKS_LISTEN".
std::string EnvironmentName(std::string_view flag);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_FLAGS_H_
