// Where --otlp_endpoint and --otlp_ca_file say that traces go.
//
// Errors: INVALID_ARGUMENT with what is wrong.
#ifndef BACKLINKS_SERVICE_CONFIG_OTLP_OPTIONS_H_
#define BACKLINKS_SERVICE_CONFIG_OTLP_OPTIONS_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/config/options.h"
#include "service/model/otlp_endpoint.h"

namespace backlinks {

// "HOST:PORT" and "http://HOST:PORT" are without TLS, "https://HOST:PORT" with.
absl::StatusOr<OtlpEndpoint> ParseOtlpEndpoint(std::string_view text);

// Sets Options::otlp from the two flags; the error names the flag.
absl::Status ReadOtlp(Options& options);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_OTLP_OPTIONS_H_
