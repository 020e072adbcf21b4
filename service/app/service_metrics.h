// Counts calls for Prometheus.
//
// Out:     the text exposition format, for /metrics.
// Labels:  of bounded number: method (one of the service's, else "other"),
//          code (gRPC's names), status (HTTP's numbers or "none": no answer
//          came), column. Nothing that a caller or an upstream chose freely.
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_APP_SERVICE_METRICS_H_
#define BACKLINKS_SERVICE_APP_SERVICE_METRICS_H_

#include <memory>
#include <string>
#include <string_view>

#include "service/app/process_metrics.h"
#include "service/model/call_record.h"

namespace prometheus {
template <typename T>
class Family;
class Counter;
class Gauge;
class Histogram;
class Registry;
}  // namespace prometheus

namespace backlinks {

class ServiceMetrics : public CallObserver {
 public:
  // `version` and `upstream` (the dialect's name) become labels of
  // backlinks_build_info.
  ServiceMetrics(std::string_view version, std::string_view upstream);
  ~ServiceMetrics() override;

  void OnStart(std::string_view method) override;
  void OnFinish(const CallRecord& record) override;
  void OnUpstream(int http_status, absl::Duration latency) override;

  // What Prometheus scrapes.
  std::string Text() const;
  // The content type of Text.
  static constexpr std::string_view kContentType =
      "text/plain; version=0.0.4; charset=utf-8";

 private:
  using CounterFamily = prometheus::Family<prometheus::Counter>;
  using GaugeFamily = prometheus::Family<prometheus::Gauge>;
  using HistogramFamily = prometheus::Family<prometheus::Histogram>;

  prometheus::Counter& AddCounter(const std::string& name,
                                  const std::string& help);
  void CountMalformed(const CallRecord& record);

  std::unique_ptr<prometheus::Registry> registry_;
  ProcessMetrics process_;
  CounterFamily& rpcs_;
  GaugeFamily& active_;
  HistogramFamily& seconds_;
  HistogramFamily& first_row_seconds_;
  CounterFamily& upstream_requests_;
  prometheus::Histogram& upstream_seconds_;
  CounterFamily& malformed_cells_;
  prometheus::Counter& sent_rows_;
  prometheus::Counter& scanned_rows_;
  prometheus::Counter& sent_messages_;
  prometheus::Counter& sent_bytes_;
  prometheus::Counter& pages_;
  prometheus::Counter& cached_pages_;
  prometheus::Counter& received_bytes_;
  prometheus::Counter& price_;
  prometheus::Counter& resumes_;
  prometheus::Counter& repeated_price_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_SERVICE_METRICS_H_
