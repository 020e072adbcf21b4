// Reports the certificates of the gRPC port in the log and in metrics.
#ifndef BACKLINKS_SERVICE_APP_CERTIFICATE_REPORTS_H_
#define BACKLINKS_SERVICE_APP_CERTIFICATE_REPORTS_H_

#include "service/app/server_certificates.h"
#include "service/telemetry/call_log.h"
#include "service/telemetry/tls_metrics.h"

namespace backlinks::app {

// Both must outlive the result.
ServerCertificates::OnServed ReportCertificates(telemetry::CallLog& log,
                                                telemetry::TlsMetrics& metrics);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_CERTIFICATE_REPORTS_H_
