// One line of the log: a JSON object whose members are in the order in which
// they are added.
//
// Numbers are plain decimals, without an exponent.
// Limits:  2 KiB per text, truncated between characters. Whatever a text
//          contains, the result is one line of valid UTF-8 JSON.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_TELEMETRY_LOG_LINE_H_
#define BACKLINKS_SERVICE_TELEMETRY_LOG_LINE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace backlinks::telemetry {

class LogLine {
 public:
  using Counts = std::vector<std::pair<std::string_view, int64_t>>;

  LogLine() = default;
  // The line begins with time (RFC 3339, UTC), level and event.
  LogLine(absl::Time time, std::string_view level, std::string_view event);

  // Omits empty texts.
  void AddText(std::string_view name, std::string_view text);
  void AddInt(std::string_view name, int64_t number);
  // Adds a number given in thousandths.
  void AddMilli(std::string_view name, int64_t thousandths);
  // Adds milliseconds, with microsecond precision.
  void AddDuration(std::string_view name, absl::Duration duration);
  // Adds an object. Omitted if there are no counts.
  void AddCounts(std::string_view name, const Counts& counts);

  std::string Text() const { return members_ + "}"; }

 private:
  void Add(std::string_view name, std::string_view json);

  std::string members_ = "{";
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_LOG_LINE_H_
