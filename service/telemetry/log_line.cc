#include "service/telemetry/log_line.h"

#include <cstddef>

#include "boost/json/serialize.hpp"
#include "boost/json/string.hpp"
#include "fmt/format.h"
#include "service/common/text/decimal.h"
#include "service/common/text/log_text.h"

namespace backlinks::telemetry {
namespace {

constexpr size_t kMaxTextBytes = 2048;

std::string JsonString(std::string_view text) {
  const boost::json::string_view view(text.data(), text.size());
  return boost::json::serialize(boost::json::string(view));
}

}  // namespace

LogLine::LogLine(absl::Time time, std::string_view level,
                 std::string_view event) {
  AddText("time",
          absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone()));
  AddText("level", level);
  AddText("event", event);
}

void LogLine::AddText(std::string_view name, std::string_view text) {
  if (!text.empty()) Add(name, JsonString(text::LogText(text, kMaxTextBytes)));
}

void LogLine::AddInt(std::string_view name, int64_t number) {
  Add(name, fmt::to_string(number));
}

// Formatted here, because Boost.JSON writes every double with an exponent.
void LogLine::AddMilli(std::string_view name, int64_t thousandths) {
  Add(name, text::FormatMilli(thousandths));
}

void LogLine::AddDuration(std::string_view name, absl::Duration duration) {
  AddMilli(name, absl::ToInt64Microseconds(duration));
}

void LogLine::AddCounts(std::string_view name, const Counts& counts) {
  LogLine object;
  for (const auto& [key, count] : counts) object.AddInt(key, count);
  if (!counts.empty()) Add(name, object.Text());
}

void LogLine::Add(std::string_view name, std::string_view json) {
  if (members_.size() > 1) members_ += ',';
  members_ += JsonString(name);
  members_ += ':';
  members_ += json;
}

}  // namespace backlinks::telemetry
