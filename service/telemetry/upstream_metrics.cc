#include "service/telemetry/upstream_metrics.h"

#include <array>
#include <string>

#include "fmt/format.h"

namespace backlinks::telemetry {
namespace {

// Indexed by UpstreamPhase.
constexpr std::array kPhases = {"resolve", "connect", "tls", "head", "body"};

std::string StatusLabel(int http_status) {
  if (http_status < 100 || http_status > 599) return "none";
  return fmt::format("{}", http_status);
}

}  // namespace

UpstreamMetrics::UpstreamMetrics(prometheus::Registry& registry)
    : requests_(AddCounters(
          registry, "backlinks_upstream_requests_total",
          "Upstream requests by HTTP status; none: no answer came.")),
      request_seconds_(
          AddHistograms(registry, "backlinks_upstream_request_seconds",
                        "Time from an upstream request to its answer's head, "
                        "or to the failure to get one.")
              .Add({}, UpstreamBuckets())),
      retries_(AddCounters(registry, "backlinks_upstream_retries_total",
                           "Upstream requests that were sent again.")
                   .Add({})),
      rate_wait_(AddCounters(registry,
                             "backlinks_upstream_rate_wait_seconds_total",
                             "Total time that requests waited for the rate "
                             "limit.")
                     .Add({})) {
  for (const char* status : {"200", "429", "500", "503", "none"}) {
    requests_.Add({{"status", status}});
  }
  HistogramFamily& phase_seconds = AddHistograms(
      registry, "backlinks_upstream_phase_seconds",
      "Time that the phases of upstream requests took: resolve, connect "
      "and tls of new connections, head, and waiting for the body.");
  for (const char* phase : kPhases) {
    phase_seconds_.push_back(
        &phase_seconds.Add({{"phase", phase}}, UpstreamBuckets()));
  }
}

void UpstreamMetrics::OnUpstream(int http_status, absl::Duration latency) {
  requests_.Add({{"status", StatusLabel(http_status)}}).Increment();
  Observe(request_seconds_, latency);
}

void UpstreamMetrics::OnUpstreamPhase(UpstreamPhase phase,
                                      absl::Duration duration) {
  Observe(*phase_seconds_.at(static_cast<size_t>(phase)), duration);
}

void UpstreamMetrics::OnUpstreamRetry(int /*http_status*/,
                                      absl::Duration /*waited*/) {
  retries_.Increment();
}

void UpstreamMetrics::OnRateWait(const std::string& /*caller*/,
                                 absl::Duration waited) {
  rate_wait_.Increment(absl::ToDoubleSeconds(waited));
}

}  // namespace backlinks::telemetry
