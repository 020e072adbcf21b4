#include "service/rpc/explain_call.h"

#include <algorithm>
#include <cstddef>

#include "boost/asio/this_coro.hpp"
#include "service/cache/page_query.h"
#include "service/plan/cost_estimate.h"
#include "service/rpc/explain.h"

namespace backlinks::rpc {
namespace {

// Marks the pages that are in the cache.
boost::asio::awaitable<void> FindCachedPages(
    const CallDependencies& dependencies, const Plan& plan,
    plan::CostEstimate& estimate) {
  if (dependencies.page_cache == nullptr) co_return;
  for (plan::PlannedRequest& planned : estimate.pages) {
    HttpRequest request = dependencies.dialect.MakeRequest(plan, planned.page);
    request.max_cache_age = plan.max_cache_age;
    planned.cached_at =
        co_await cache::FindCachedTime(*dependencies.page_cache, request);
  }
}

// Estimates once more with what the cached pages leave of the price cap.
plan::CostEstimate EstimateRest(const dialect::Dialect& dialect, Plan plan,
                                const plan::CostEstimate& first) {
  *plan.max_price += plan::SavedPrice(first);
  plan::CostEstimate estimate = plan::EstimateCost(dialect, plan);
  const size_t known = std::min(first.pages.size(), estimate.pages.size());
  for (size_t i = 0; i < known; ++i) {
    estimate.pages[i].cached_at = first.pages[i].cached_at;
  }
  return estimate;
}

}  // namespace

boost::asio::awaitable<absl::Status> RunExplainCall(
    const CallDependencies& dependencies,
    const v1::ExplainRefpagesRequest& request,
    v1::ExplainRefpagesResponse& response, CallContext& call) {
  // Needed by the state.
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  const auto prepared = Prepare(dependencies, request, OriginOf(call));
  if (!prepared.ok()) co_return prepared.status();
  const Plan& plan = prepared->plan;
  plan::CostEstimate estimate = plan::EstimateCost(dependencies.dialect, plan);
  co_await FindCachedPages(dependencies, plan, estimate);
  if (plan.max_price && plan::SavedPrice(estimate) > 0) {
    estimate = EstimateRest(dependencies.dialect, plan, estimate);
  }
  response = Explain(dependencies.dialect, plan, estimate);
  co_return absl::OkStatus();
}

}  // namespace backlinks::rpc
