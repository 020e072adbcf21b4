#include "service/app/tracing.h"

#include "absl/strings/escaping.h"
#include "boost/asio/ip/host_name.hpp"
#include "boost/system/error_code.hpp"
#include "service/telemetry/span_id.h"

namespace backlinks::app {

std::unique_ptr<Tracing> Tracing::Make(const config::Options& options,
                                       const std::string& version,
                                       telemetry::SpanCounters& counters) {
  if (!options.otlp) return nullptr;
  boost::system::error_code unknown;
  const telemetry::ExporterOptions exporter{
      .endpoint = *options.otlp,
      .resource = {
          .version = version,
          .instance_id = absl::BytesToHexString(telemetry::RandomTraceId()),
          .host_name = boost::asio::ip::host_name(unknown)}};
  return std::unique_ptr<Tracing>(new Tracing(exporter, counters));
}

}  // namespace backlinks::app
