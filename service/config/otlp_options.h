// Parses --otlp_endpoint and --otlp_ca_file, the destination of traces.
//
// Errors: INVALID_ARGUMENT with what is wrong.
#ifndef BACKLINKS_SERVICE_CONFIG_OTLP_OPTIONS_H_
#define BACKLINKS_SERVICE_CONFIG_OTLP_OPTIONS_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/config/options.h"
#include "service/model/otlp_endpoint.h"

namespace backlinks::config {

// Parses "HOST:PORT" and "http://HOST:PORT", which are without TLS, and
// "https://HOST:PORT", which is with TLS.
absl::StatusOr<OtlpEndpoint> ParseOtlpEndpoint(std::string_view text);

// Sets Options::otlp from the two flags. An error names the flag.
absl::Status ReadOtlp(Options& options);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_OTLP_OPTIONS_H_
