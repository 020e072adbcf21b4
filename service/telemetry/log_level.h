// Levels of the log, by the words of --log_level.
#ifndef BACKLINKS_SERVICE_TELEMETRY_LOG_LEVEL_H_
#define BACKLINKS_SERVICE_TELEMETRY_LOG_LEVEL_H_

#include <string_view>

namespace backlinks {

enum class LogLevel { kDebug, kInfo, kWarn, kError, kOff };

// "debug", "info", "warn", "error", "off"; another word is kInfo.
LogLevel LogLevelOf(std::string_view word);

// The word; of kOff, which no line has, "info".
std::string_view LogLevelName(LogLevel level);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_LOG_LEVEL_H_
