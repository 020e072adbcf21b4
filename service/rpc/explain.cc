#include "service/rpc/explain.h"

#include <algorithm>
#include <string>

#include "fmt/format.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/util/time_util.h"
#include "service/normalize/filter_writer.h"
#include "service/plan/cost_estimate.h"
#include "service/stream/stream_summary.h"

namespace backlinks::rpc {
namespace {

void AddNames(const ColumnSet& columns,
              google::protobuf::RepeatedPtrField<std::string>& names) {
  for (const Column& column : AllColumns()) {
    if (columns[column.number]) *names.Add() = column.name;
  }
}

void AddOrder(const Plan& plan, v1::ExplainRefpagesResponse& response) {
  for (const OrderKey& key : plan.order_by) {
    v1::OrderBy& out = *response.add_order_by();
    out.set_column(GetColumn(key.column).name);
    out.set_direction(key.descending ? v1::SORT_DIRECTION_DESCENDING
                                     : v1::SORT_DIRECTION_ASCENDING);
  }
}

void AddPage(const dialect::Dialect& dialect, const Plan& plan,
             const plan::PlannedRequest& planned, v1::PlannedPage& out) {
  out.set_request(fmt::format(
      "GET {}", dialect.MakeRequest(plan, planned.page).redacted_target));
  out.set_row_offset(planned.page.offset);
  out.set_row_limit(planned.page.limit);
  const PriceUnit unit = dialect.price_unit();
  *out.mutable_min_price() = stream::MakePrice(unit, planned.min);
  *out.mutable_max_price() = stream::MakePrice(unit, planned.max);
  if (planned.cached_at) {
    *out.mutable_cached_time() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
            absl::ToUnixMicros(*planned.cached_at));
  }
}

// Cached pages are free.
void AddPrices(PriceUnit unit, const plan::CostEstimate& estimate,
               v1::ExplainRefpagesResponse& response) {
  const MilliPrice saved = plan::SavedPrice(estimate);
  const bool is_first_cached =
      !estimate.pages.empty() && estimate.pages.front().cached_at;
  *response.mutable_min_price() =
      stream::MakePrice(unit, is_first_cached ? 0 : estimate.min_price);
  if (estimate.max_price) {
    *response.mutable_max_price() = stream::MakePrice(
        unit, std::max<MilliPrice>(*estimate.max_price - saved, 0));
  }
  if (saved > 0) {
    *response.mutable_saved_price() = stream::MakePrice(unit, saved);
  }
}

void AddCost(const dialect::Dialect& dialect, const Plan& plan,
             const plan::CostEstimate& estimate,
             v1::ExplainRefpagesResponse& response) {
  for (const plan::PlannedRequest& planned : estimate.pages) {
    AddPage(dialect, plan, planned, *response.add_pages());
  }
  response.set_min_call_count(estimate.min_calls);
  if (estimate.max_calls) response.set_max_call_count(*estimate.max_calls);
  AddPrices(dialect.price_unit(), estimate, response);
}

}  // namespace

v1::ExplainRefpagesResponse Explain(const dialect::Dialect& dialect,
                                    const Plan& plan,
                                    const plan::CostEstimate& estimate) {
  v1::ExplainRefpagesResponse response;
  response.set_dialect(std::string(dialect.name()));
  response.set_pushed_where(plan.where);
  response.set_pushed_having(plan.having);
  if (plan.nothing) {
    response.set_residual_filter("FALSE");
  } else if (plan.residual) {
    response.set_residual_filter(normalize::FilterText(*plan.residual));
  }
  // "All columns" cannot be requested from API v3, whose pages begin at values.
  const bool is_all =
      plan.select_all && dialect.page_start() == dialect::PageStart::kOffset;
  if (!is_all) {
    AddNames(plan.select, *response.mutable_selected_columns());
  }
  AddNames(plan.select & ~plan.deliver, *response.mutable_added_columns());
  AddNames(plan.missing, *response.mutable_missing_columns());
  AddOrder(plan, response);

  AddCost(dialect, plan, estimate, response);
  return response;
}

}  // namespace backlinks::rpc
