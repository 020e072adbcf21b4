#include "service/telemetry/service_metrics.h"

#include <utility>
#include <vector>

#include "prometheus/text_serializer.h"
#include "service/telemetry/metric_text.h"

namespace backlinks::telemetry {

ServiceMetrics::ServiceMetrics(std::string_view version,
                               std::string_view upstream)
    : grpc_(registry_),
      records_(registry_),
      callers_(registry_),
      upstream_(registry_),
      traces_(registry_),
      tls_(registry_),
      state_(registry_),
      spending_(registry_),
      cache_(registry_),
      max_streams_(AddGauges(registry_, "backlinks_max_streams",
                             "Maximum number of running calls that need the "
                             "upstream, --max_streams.")
                       .Add({})) {
  AddGauges(registry_, "backlinks_build_info",
            "Always 1; what runs is in the labels.")
      .Add({{"version", std::string(version)},
            {"upstream", std::string(upstream)}})
      .Set(1);
}

void ServiceMetrics::SetMaxStreams(int64_t max_streams) {
  max_streams_.Set(static_cast<double>(max_streams));
}

void ServiceMetrics::OnStart(std::string_view method) { grpc_.OnStart(method); }

void ServiceMetrics::OnFinish(const CallRecord& record) {
  grpc_.OnFinish(record);
  records_.OnFinish(record);
  callers_.OnFinish(record);
}

void ServiceMetrics::OnUpstream(int http_status, absl::Duration latency) {
  upstream_.OnUpstream(http_status, latency);
}

void ServiceMetrics::OnUpstreamPhase(UpstreamPhase phase,
                                     absl::Duration duration) {
  upstream_.OnUpstreamPhase(phase, duration);
}

void ServiceMetrics::OnUpstreamRetry(int http_status, absl::Duration waited) {
  upstream_.OnUpstreamRetry(http_status, waited);
}

void ServiceMetrics::OnRateWait(const std::string& caller,
                                absl::Duration waited) {
  upstream_.OnRateWait(caller, waited);
  callers_.OnRateWait(caller, waited);
}

std::string ServiceMetrics::Text() const {
  std::vector<prometheus::MetricFamily> families = registry_.Collect();
  for (const prometheus::Collectable* more :
       {static_cast<const prometheus::Collectable*>(&log_),
        static_cast<const prometheus::Collectable*>(&connections_),
        static_cast<const prometheus::Collectable*>(&open_calls_),
        static_cast<const prometheus::Collectable*>(&process_)}) {
    for (auto& family : more->Collect()) families.push_back(std::move(family));
  }
  return ShortenBounds(prometheus::TextSerializer().Serialize(families));
}

}  // namespace backlinks::telemetry
