#include "service/telemetry/record_metrics.h"

#include <array>
#include <optional>
#include <string>

#include "service/common/status/reason.h"
#include "service/common/status/status.h"

namespace backlinks::telemetry {
namespace {

constexpr double kMilli = 1000;

struct Figure {
  const char* name;
  const char* help;
  int64_t CallRecord::*value;
  double per_unit = 1;  // How much of `value` makes one unit of the metric.
};

constexpr std::array kFigures = {
    Figure{"backlinks_sent_rows_total", "Rows sent to callers.",
           &CallRecord::sent_rows},
    Figure{"backlinks_scanned_rows_total", "Rows received from the upstream.",
           &CallRecord::scanned_rows},
    Figure{"backlinks_sent_batches_total",
           "Messages sent to callers; of a stream each is a batch of rows.",
           &CallRecord::sent_messages},
    Figure{"backlinks_sent_bytes_total",
           "Bytes of messages sent to callers, serialized.",
           &CallRecord::sent_bytes},
    Figure{"backlinks_residual_tested_rows_total",
           "Rows put to a filter here that the upstream could not test.",
           &CallRecord::residual_tested},
    Figure{"backlinks_residual_passed_rows_total",
           "Of the rows tested here, those that passed.",
           &CallRecord::residual_passed},
    Figure{"backlinks_upstream_pages_total", "Pages received.",
           &CallRecord::pages},
    Figure{"backlinks_upstream_cached_pages_total",
           "Pages from a cache, of this server or the upstream, which cost "
           "nothing.",
           &CallRecord::cached_pages},
    Figure{"backlinks_upstream_received_bytes_total",
           "Bytes of upstream bodies, as they came over the wire.",
           &CallRecord::received_bytes},
    Figure{"backlinks_upstream_price_total",
           "What calls cost by the upstream's price list, in its unit.",
           &CallRecord::price, kMilli},
    Figure{"backlinks_upstream_repeated_price_total",
           "The part of the price that was paid a second time.",
           &CallRecord::repeated_price, kMilli},
    Figure{"backlinks_cache_saved_price_total",
           "What pages from this server's cache would have cost, in the "
           "upstream's unit.",
           &CallRecord::saved_price, kMilli},
    Figure{"backlinks_upstream_resumes_total",
           "Times the upstream broke in the middle of a page and the stream "
           "resumed by itself.",
           &CallRecord::resumes},
};

constexpr const char* kNoReason = "none";

std::string ReasonLabel(const absl::Status& status) {
  const std::optional<Reason> reason = GetReason(status);
  return reason ? std::string(ReasonName(*reason)) : kNoReason;
}

}  // namespace

RecordMetrics::RecordMetrics(prometheus::Registry& registry)
    : failed_calls_(AddCounters(registry, "backlinks_failed_calls_total",
                                "RPCs that ended with an error, by the reason "
                                "of its ErrorInfo.")),
      malformed_cells_(AddCounters(
          registry, "backlinks_malformed_cells_total",
          "Cells that could not be converted exactly, by column.")) {
  for (const Figure& figure : kFigures) {
    figures_.push_back(
        &AddCounters(registry, figure.name, figure.help).Add({}));
  }
  for (int i = 0; i <= static_cast<int>(Reason::kClientStalled); ++i) {
    failed_calls_.Add(
        {{"reason", std::string(ReasonName(static_cast<Reason>(i)))}});
  }
  failed_calls_.Add({{"reason", kNoReason}});
  for (const Column& column : AllColumns()) {
    malformed_cells_.Add({{"column", column.name}});
  }
  malformed_cells_.Add({{"column", "other"}});
}

void RecordMetrics::OnFinish(const CallRecord& record) {
  for (size_t i = 0; i < kFigures.size(); ++i) {
    const auto value = static_cast<double>(record.*kFigures[i].value);
    figures_[i]->Increment(value / kFigures[i].per_unit);
  }
  CountFailure(record);
  CountMalformed(record);
}

void RecordMetrics::CountFailure(const CallRecord& record) {
  if (record.status.ok()) return;
  failed_calls_.Add({{"reason", ReasonLabel(record.status)}}).Increment();
}

void RecordMetrics::CountMalformed(const CallRecord& record) {
  for (const Column& column : AllColumns()) {
    const int64_t count = record.malformed_cells[column.number];
    if (count == 0) continue;
    malformed_cells_.Add({{"column", column.name}})
        .Increment(static_cast<double>(count));
  }
  const int64_t other = record.malformed_cells[0];
  if (other == 0) return;
  malformed_cells_.Add({{"column", "other"}})
      .Increment(static_cast<double>(other));
}

}  // namespace backlinks::telemetry
