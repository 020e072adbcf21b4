// Corrections to the text exposition format as prometheus-cpp writes it.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_TELEMETRY_METRIC_TEXT_H_
#define BACKLINKS_SERVICE_TELEMETRY_METRIC_TEXT_H_

#include <string>
#include <string_view>

namespace backlinks {

// Writes the upper bounds of buckets with at most 15 digits, which are as they
// were written in the source: le="0.0006", where prometheus-cpp has
// le="0.0005999999999999999".
std::string ShortenBounds(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_METRIC_TEXT_H_
