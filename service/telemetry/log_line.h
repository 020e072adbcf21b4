// One line of the log: a JSON object whose members are in the order of the
// calls that add them.
//
// Numbers are plain decimals, without an exponent.
// Limits:  2 KiB a text, cut between characters. Whatever a text holds, a line
//          stays one line of valid UTF-8 JSON.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_TELEMETRY_LOG_LINE_H_
#define BACKLINKS_SERVICE_TELEMETRY_LOG_LINE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace backlinks {

class LogLine {
 public:
  using Counts = std::vector<std::pair<std::string_view, int64_t>>;

  LogLine() = default;
  // Begins with time (RFC 3339, UTC), level and event.
  LogLine(absl::Time time, std::string_view level, std::string_view event);

  // An empty text is left out.
  void AddText(std::string_view name, std::string_view text);
  void AddInt(std::string_view name, int64_t number);
  // A number that is given in thousandths.
  void AddMilli(std::string_view name, int64_t thousandths);
  // Milliseconds, to the microsecond.
  void AddDuration(std::string_view name, absl::Duration duration);
  // An object; left out if there are none.
  void AddCounts(std::string_view name, const Counts& counts);

  std::string Text() const { return members_ + "}"; }

 private:
  void Add(std::string_view name, std::string_view json);

  std::string members_ = "{";
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_LOG_LINE_H_
