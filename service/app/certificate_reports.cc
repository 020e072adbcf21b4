#include "service/app/certificate_reports.h"

#include <string>

#include "absl/time/time.h"

namespace backlinks::app {

CertificateObserver ReportCertificates(telemetry::CallLog& log,
                                       telemetry::TlsMetrics& metrics) {
  CertificateObserver observer;
  observer.on_served = [&log, &metrics](absl::Time not_after) {
    metrics.OnServed(not_after);
    log.Log(telemetry::LogLevel::kInfo, "certificate served",
            {{"not_after", absl::FormatTime(absl::RFC3339_sec, not_after,
                                            absl::UTCTimeZone())}});
  };
  observer.on_wrong_files = [&log, &metrics](const absl::Status& status) {
    metrics.OnWrongFiles();
    log.Log(telemetry::LogLevel::kError,
            "new certificate files are wrong, the old certificate is kept",
            {{"error", std::string(status.message())}});
  };
  return observer;
}

}  // namespace backlinks::app
