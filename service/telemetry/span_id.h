// Random ids, never zero.
//
// Threads: may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SPAN_ID_H_
#define BACKLINKS_SERVICE_TELEMETRY_SPAN_ID_H_

#include <string>

namespace backlinks::telemetry {

std::string RandomTraceId();  // 16 bytes.
std::string RandomSpanId();   // 8 bytes.

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPAN_ID_H_
