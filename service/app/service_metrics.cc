#include "service/app/service_metrics.h"

#include <algorithm>
#include <array>
#include <vector>

#include "fmt/format.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"

namespace backlinks {
namespace {

constexpr std::array<std::string_view, 5> kMethods = {
    "StreamRefpages", "ListRefpages", "ExplainRefpages", "ParseFilter",
    "GetUsage"};

std::string MethodLabel(std::string_view method) {
  const bool known =
      std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
  return known ? std::string(method) : "other";
}

std::string StatusLabel(int http_status) {
  if (http_status < 100 || http_status > 599) return "none";
  return fmt::format("{}", http_status);
}

// From one millisecond, what loopback needs, to minutes, what a long stream
// needs.
const prometheus::Histogram::BucketBoundaries& SecondsBuckets() {
  static const prometheus::Histogram::BucketBoundaries buckets = {
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
      0.5,   1,      2.5,   5,    10,    30,   60,  300};
  return buckets;
}

prometheus::Family<prometheus::Counter>& CounterFamilyOf(
    prometheus::Registry& registry, const std::string& name,
    const std::string& help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

prometheus::Family<prometheus::Histogram>& HistogramFamilyOf(
    prometheus::Registry& registry, const std::string& name,
    const std::string& help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

prometheus::Family<prometheus::Gauge>& GaugeFamilyOf(
    prometheus::Registry& registry, const std::string& name,
    const std::string& help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

}  // namespace

ServiceMetrics::ServiceMetrics(std::string_view version,
                               std::string_view upstream)
    : registry_(std::make_unique<prometheus::Registry>()),
      rpcs_(CounterFamilyOf(*registry_, "backlinks_rpcs_total",
                            "RPCs that ended, by method and status code.")),
      active_(GaugeFamilyOf(*registry_, "backlinks_active_rpcs",
                            "RPCs that run now, by method.")),
      seconds_(HistogramFamilyOf(*registry_, "backlinks_rpc_seconds",
                                 "Time from an RPC's start to its end.")),
      first_row_seconds_(HistogramFamilyOf(
          *registry_, "backlinks_first_row_seconds",
          "Time from an RPC's start to its first row, of those that had one.")),
      upstream_requests_(CounterFamilyOf(
          *registry_, "backlinks_upstream_requests_total",
          "Upstream requests by HTTP status; none: no answer came.")),
      upstream_seconds_(
          HistogramFamilyOf(*registry_, "backlinks_upstream_request_seconds",
                            "Time from an upstream request to its answer's "
                            "head, or to the failure to get one.")
              .Add({}, SecondsBuckets())),
      malformed_cells_(CounterFamilyOf(
          *registry_, "backlinks_malformed_cells_total",
          "Cells that could not be converted exactly, by column.")),
      sent_rows_(
          AddCounter("backlinks_sent_rows_total", "Rows sent to callers.")),
      scanned_rows_(AddCounter("backlinks_scanned_rows_total",
                               "Rows received from the upstream.")),
      sent_messages_(AddCounter("backlinks_sent_messages_total",
                                "Messages (batches of rows) sent to callers.")),
      sent_bytes_(AddCounter("backlinks_sent_bytes_total",
                             "Bytes of messages sent to callers.")),
      pages_(AddCounter("backlinks_upstream_pages_total",
                        "Pages received from the upstream.")),
      cached_pages_(
          AddCounter("backlinks_upstream_cached_pages_total",
                     "Pages out of the upstream's cache, which cost nothing.")),
      received_bytes_(
          AddCounter("backlinks_upstream_received_bytes_total",
                     "Bytes of upstream bodies, as they came over the wire.")),
      price_(AddCounter("backlinks_upstream_price_total",
                        "What calls cost by the upstream's price list, in "
                        "its unit.")),
      resumes_(AddCounter("backlinks_upstream_resumes_total",
                          "Times the upstream broke in the middle of a page "
                          "and the stream went on by itself.")),
      repeated_price_(AddCounter("backlinks_upstream_repeated_price_total",
                                 "The part of the price that was paid a second "
                                 "time, in the upstream's unit.")) {
  GaugeFamilyOf(*registry_, "backlinks_build_info",
                "Always 1; what runs is in the labels.")
      .Add({{"version", std::string(version)},
            {"upstream", std::string(upstream)}})
      .Set(1);
  // So that rates are right from the first call on.
  for (const std::string_view method : kMethods) {
    active_.Add({{"method", std::string(method)}});
    rpcs_.Add({{"method", std::string(method)}, {"code", "OK"}});
  }
}

ServiceMetrics::~ServiceMetrics() = default;

prometheus::Counter& ServiceMetrics::AddCounter(const std::string& name,
                                                const std::string& help) {
  return CounterFamilyOf(*registry_, name, help).Add({});
}

void ServiceMetrics::OnStart(std::string_view method) {
  active_.Add({{"method", MethodLabel(method)}}).Increment();
}

void ServiceMetrics::OnFinish(const CallRecord& record) {
  const std::string method = MethodLabel(record.method);
  active_.Add({{"method", method}}).Decrement();
  const std::string code = absl::StatusCodeToString(record.status.code());
  rpcs_.Add({{"method", method}, {"code", code}}).Increment();
  seconds_.Add({{"method", method}}, SecondsBuckets())
      .Observe(absl::ToDoubleSeconds(record.duration));
  if (record.first_row > absl::ZeroDuration()) {
    first_row_seconds_.Add({{"method", method}}, SecondsBuckets())
        .Observe(absl::ToDoubleSeconds(record.first_row));
  }
  sent_rows_.Increment(static_cast<double>(record.sent_rows));
  scanned_rows_.Increment(static_cast<double>(record.scanned_rows));
  sent_messages_.Increment(static_cast<double>(record.sent_messages));
  sent_bytes_.Increment(static_cast<double>(record.sent_bytes));
  pages_.Increment(static_cast<double>(record.pages));
  cached_pages_.Increment(static_cast<double>(record.cached_pages));
  received_bytes_.Increment(static_cast<double>(record.received_bytes));
  price_.Increment(static_cast<double>(record.price) / 1000);
  resumes_.Increment(static_cast<double>(record.resumes));
  repeated_price_.Increment(static_cast<double>(record.repeated_price) / 1000);
  CountMalformed(record);
}

void ServiceMetrics::CountMalformed(const CallRecord& record) {
  for (const Column& column : AllColumns()) {
    const int64_t count = record.malformed_cells[column.number];
    if (count == 0) continue;
    malformed_cells_.Add({{"column", column.name}})
        .Increment(static_cast<double>(count));
  }
  if (const int64_t others = record.malformed_cells[0]; others > 0) {
    malformed_cells_.Add({{"column", "other"}})
        .Increment(static_cast<double>(others));
  }
}

void ServiceMetrics::OnUpstream(int http_status, absl::Duration latency) {
  upstream_requests_.Add({{"status", StatusLabel(http_status)}}).Increment();
  upstream_seconds_.Observe(absl::ToDoubleSeconds(latency));
}

std::string ServiceMetrics::Text() const {
  std::vector<prometheus::MetricFamily> families = registry_->Collect();
  for (auto& family : process_.Collect()) families.push_back(std::move(family));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace backlinks
