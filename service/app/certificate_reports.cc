#include "service/app/certificate_reports.h"

#include <string>

#include "absl/time/time.h"

namespace backlinks::app {

ServerCertificates::OnServed ReportCertificates(
    telemetry::CallLog& log, telemetry::TlsMetrics& metrics) {
  return [&log, &metrics](absl::Time not_after) {
    metrics.OnServed(not_after);
    log.Log(telemetry::LogLevel::kInfo, "certificate served",
            {{"not_after", absl::FormatTime(absl::RFC3339_sec, not_after,
                                            absl::UTCTimeZone())}});
  };
}

}  // namespace backlinks::app
