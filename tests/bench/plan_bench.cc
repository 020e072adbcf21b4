// The time of planning beside that of reading the request: the largest filters
// that validation accepts, random and the same in every run.
//
// Out: one JSON line: the nodes of a filter, and the median microseconds a
//      filter of parsing its wire bytes, validating it, planning it (normal
//      form, splitting, texts) and compiling the residual.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "service/dialect/registry.h"
#include "service/evaluate/row_filter.h"
#include "service/plan/planner.h"
#include "service/validate/validator.h"
#include "tests/support/random_query.h"

namespace backlinks {
namespace {

using Clock = std::chrono::steady_clock;
using Micros = std::chrono::duration<double, std::micro>;

constexpr int kFilters = 200;
constexpr int kRounds = 5;

int NodesOf(const v1::Filter& filter) {
  int nodes = 1;
  if (filter.has_not_expression()) nodes += NodesOf(filter.not_expression());
  for (const auto* group : {&filter.and_group(), &filter.or_group()}) {
    for (const v1::Filter& child : group->filters()) nodes += NodesOf(child);
  }
  return nodes;
}

// An AND of random filters, as many as fit into the limit of nodes.
v1::StreamRefpagesRequest LargestRequest(
    testing_support::RandomSource& random) {
  v1::StreamRefpagesRequest request;
  request.mutable_query()->set_target("example.com");
  request.mutable_query()->set_mode(v1::TARGET_MODE_SUBDOMAINS);
  v1::Filter& where = *request.mutable_query()->mutable_where();
  int budget = validate::kMaxFilterNodes - 1;
  while (budget > 0) {
    const v1::Filter part = testing_support::RandomFilter(
        random, {.max_depth = 6, .or_percent = 50, .rich_percent = 50});
    const int nodes = NodesOf(part);
    if (nodes > budget) continue;
    *where.mutable_and_group()->add_filters() = part;
    budget -= nodes;
  }
  return request;
}

struct Timings {
  std::vector<double> parse, validate, plan, compile;
};

template <typename Work>
auto Timed(std::vector<double>& times, const Work& work) {
  const auto start = Clock::now();
  auto result = work();
  times.push_back(Micros(Clock::now() - start).count());
  return result;
}

bool RunOne(const std::string& bytes, const plan::Planner& planner,
            Timings& timings) {
  v1::StreamRefpagesRequest request;
  Timed(timings.parse, [&] { return request.ParseFromString(bytes); });
  const auto query =
      Timed(timings.validate, [&] { return validate::Validate(request); });
  if (!query.ok()) return false;
  const auto plan = Timed(timings.plan, [&] { return planner.Make(*query); });
  if (!plan.ok()) return false;
  if (!plan->residual) return true;
  return Timed(timings.compile, [&] {
    return evaluate::RowFilter::Compile(*plan->residual).ok();
  });
}

double Median(std::vector<double>& times) {
  const auto middle =
      times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

int Main() {
  testing_support::RandomSource random(256);
  const auto dialect = dialect::MakeDialect("ahrefs_v2", {.base_path = "/"});
  const plan::Planner planner(*dialect, plan::PlannerOptions());
  std::vector<std::string> requests;
  requests.reserve(kFilters);
  for (int i = 0; i < kFilters; ++i) {
    requests.push_back(LargestRequest(random).SerializeAsString());
  }
  Timings timings;
  for (int round = 0; round < kRounds; ++round) {
    for (const std::string& bytes : requests) {
      if (!RunOne(bytes, planner, timings)) return 2;
    }
  }
  fmt::print(
      R"({{"nodes": {}, "parse": {:.1f}, "validate": {:.1f}, "plan": {:.1f}, )"
      R"("compile": {:.1f}}})"
      "\n",
      validate::kMaxFilterNodes, Median(timings.parse),
      Median(timings.validate), Median(timings.plan), Median(timings.compile));
  return 0;
}

}  // namespace
}  // namespace backlinks

int main() { return backlinks::Main(); }
