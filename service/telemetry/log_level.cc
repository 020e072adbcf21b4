#include "service/telemetry/log_level.h"

namespace backlinks::telemetry {

LogLevel LogLevelOf(std::string_view word) {
  for (const LogLevel level :
       {LogLevel::kDebug, LogLevel::kWarn, LogLevel::kError}) {
    if (word == LogLevelName(level)) return level;
  }
  return word == "off" ? LogLevel::kOff : LogLevel::kInfo;
}

std::string_view LogLevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
      return "error";
    default:
      return "info";
  }
}

}  // namespace backlinks::telemetry
