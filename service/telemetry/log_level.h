// The levels of the log, named as in --log_level.
#ifndef BACKLINKS_SERVICE_TELEMETRY_LOG_LEVEL_H_
#define BACKLINKS_SERVICE_TELEMETRY_LOG_LEVEL_H_

#include <string_view>

namespace backlinks::telemetry {

enum class LogLevel { kDebug, kInfo, kWarn, kError, kOff };

// Parses "debug", "info", "warn", "error" or "off"; any other word is kInfo.
LogLevel LogLevelOf(std::string_view word);

// Returns the level's name; "info" for kOff, which no line has.
std::string_view LogLevelName(LogLevel level);

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_LOG_LEVEL_H_
