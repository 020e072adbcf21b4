#include "service/stream/stream_summary.h"

#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"

namespace backlinks::stream {

v1::StreamSummary MakeSummary(PriceUnit unit, const Plan& plan,
                              const PageSequence& pages,
                              const PageReader& reader,
                              const CallRecord& record) {
  v1::StreamSummary summary;
  summary.set_end_reason(static_cast<v1::EndReason>(pages.end_reason()));
  summary.set_upstream_call_count(record.upstream_calls);
  summary.set_page_count(record.pages);
  summary.set_received_byte_count(record.received_bytes);
  *summary.mutable_computed_price() = MakePrice(unit, record.price);
  if (reader.reported_price()) {
    *summary.mutable_reported_price() =
        MakePrice(unit, *reader.reported_price());
  }
  summary.set_cached_page_count(record.cached_pages);
  summary.set_malformed_cell_count(reader.malformed_cells());
  for (const Column& column : AllColumns()) {
    if (plan.missing[column.number]) summary.add_missing_columns(column.name);
  }
  summary.set_resume_count(record.resumes);
  if (pages.repeated() > 0) {
    *summary.mutable_repeated_price() = MakePrice(unit, pages.repeated());
  }
  if (pages.saved() > 0) {
    *summary.mutable_saved_price() = MakePrice(unit, pages.saved());
  }
  if (const auto time = reader.oldest_page_time()) {
    *summary.mutable_oldest_page_time() =
        google::protobuf::util::TimeUtil::NanosecondsToTimestamp(
            absl::ToUnixNanos(*time));
  }
  return summary;
}

v1::Price MakePrice(PriceUnit unit, MilliPrice amount) {
  v1::Price price;
  price.set_unit(static_cast<v1::PriceUnit>(unit));
  price.set_milli_amount(amount);
  return price;
}

std::string_view EndReasonWord(plan::EndReason reason) {
  switch (reason) {
    case plan::EndReason::kLimit:
      return "LIMIT";
    case plan::EndReason::kExhausted:
      return "EXHAUSTED";
    case plan::EndReason::kPrice:
      break;
  }
  return "PRICE";
}

}  // namespace backlinks::stream
