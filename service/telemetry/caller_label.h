// The value of the label `caller` for calls without a name, which the callers'
// file cannot have. The same in all metrics, so that they can be joined.
#ifndef BACKLINKS_SERVICE_TELEMETRY_CALLER_LABEL_H_
#define BACKLINKS_SERVICE_TELEMETRY_CALLER_LABEL_H_

namespace backlinks::telemetry {

inline constexpr char kAnonymousCaller[] = "anonymous";

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_CALLER_LABEL_H_
