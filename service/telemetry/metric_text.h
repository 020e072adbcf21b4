// Corrects the text exposition format of prometheus-cpp.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_TELEMETRY_METRIC_TEXT_H_
#define BACKLINKS_SERVICE_TELEMETRY_METRIC_TEXT_H_

#include <string>
#include <string_view>

namespace backlinks::telemetry {

// Shortens the upper bounds of buckets to at most 15 digits, as they are in the
// source: le="0.0006" instead of prometheus-cpp's le="0.0005999999999999999".
std::string ShortenBounds(std::string_view text);

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_METRIC_TEXT_H_
