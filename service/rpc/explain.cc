#include "service/rpc/explain.h"

#include <string>

#include "fmt/format.h"
#include "google/protobuf/repeated_ptr_field.h"
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
}

}  // namespace

v1::ExplainRefpagesResponse Explain(const dialect::Dialect& dialect,
                                    const Plan& plan) {
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

  const plan::CostEstimate estimate = plan::EstimateCost(dialect, plan);
  for (const plan::PlannedRequest& planned : estimate.pages) {
    AddPage(dialect, plan, planned, *response.add_pages());
  }
  response.set_min_call_count(estimate.min_calls);
  if (estimate.max_calls) response.set_max_call_count(*estimate.max_calls);
  const PriceUnit unit = dialect.price_unit();
  *response.mutable_min_price() = stream::MakePrice(unit, estimate.min_price);
  if (estimate.max_price) {
    *response.mutable_max_price() =
        stream::MakePrice(unit, *estimate.max_price);
  }
  return response;
}

}  // namespace backlinks::rpc
