// Any valid filter, planned for a dialect: the rows that pass both the pushed
// condition and the residual are those for which the naive evaluator holds.
//
// In: a byte of options, then a Filter as protobuf or filter text. The embedded
//     upstream's SQL is what evaluates the pushed condition.
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "backlinks/v1/backlinks_service.pb.h"
#include "service/common/parse/filter_text.h"
#include "service/common/status/status.h"
#include "service/common/stdio/library_log.h"
#include "service/dialect/dialect.h"
#include "service/embedded/ahrefs_v2/condition.h"
#include "service/embedded/ahrefs_v3/filter.h"
#include "service/evaluate/row_filter.h"
#include "service/normalize/normalizer.h"
#include "service/plan/planner.h"
#include "service/validate/validator.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/row_table.h"
#include "tests/support/naive_filter.h"

namespace backlinks::fuzz {
namespace {

struct Options {
  explicit Options(uint8_t bits)
      : having((bits & 1) != 0), v3((bits & 2) != 0), text((bits & 4) != 0) {}

  bool having;
  bool v3;
  bool text;  // The input is filter text, not protobuf.
};

std::optional<v1::Filter> FilterOf(std::string_view bytes, bool text) {
  if (text) {
    auto parsed = ParseFilterText(bytes);
    if (!parsed.ok()) return std::nullopt;
    return *std::move(parsed);
  }
  v1::Filter filter;
  if (!filter.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return std::nullopt;
  }
  return filter;
}

absl::StatusOr<Query> QueryOf(const v1::Filter& filter, bool having) {
  v1::StreamRefpagesRequest request;
  v1::RefpagesQuery& query = *request.mutable_query();
  query.set_target("example.com");
  query.set_mode(v1::TARGET_MODE_SUBDOMAINS);
  (having ? *query.mutable_having() : *query.mutable_where()) = filter;
  return validate::Validate(request);
}

// v2 in which any column but url_to may be absent, as in the rows.
std::unique_ptr<dialect::Dialect> MakeV2() {
  ColumnSet nullable = FullColumnSet();
  nullable.reset(FindColumn("url_to")->number);
  return dialect::MakeAhrefsV2("/", Secret("token"), nullable,
                               dialect::kNoRowCap);
}

struct Upstream {
  std::unique_ptr<dialect::Dialect> dialect;
  RowTable table;
};

Upstream& UpstreamOf(bool v3) {
  static Upstream v2_upstream{MakeV2(), RowTable(false)};
  static Upstream v3_upstream{
      dialect::MakeAhrefsV3({.base_path = "/v3/", .token = Secret("token")}),
      RowTable(true)};
  return v3 ? v3_upstream : v2_upstream;
}

// The rows that the dialect's `clause` with this text selects.
Passed Select(std::string_view clause, std::string_view text, bool v3) {
  RowTable& table = UpstreamOf(v3).table;
  if (text.empty()) return Passed(table.rows().size(), true);
  if (v3) {
    const auto filter = embedded::ahrefs_v3::ParseV3Filter(text);
    BACKLINKS_FUZZ_CHECK(filter.ok());
    return table.Select(filter->condition);
  }
  const auto condition = embedded::ahrefs_v2::ParseV2Condition(clause, text);
  BACKLINKS_FUZZ_CHECK(condition.ok());
  return table.Select(*condition);
}

// Removes the rows for which the filter does not hold.
void Test(const FilterNode& node, const RowTable& table, Passed& passed) {
  const auto filter = evaluate::RowFilter::Compile(node);
  BACKLINKS_FUZZ_CHECK(filter.ok());
  for (size_t i = 0; i < passed.size(); ++i) {
    passed[i] = passed[i] && (*filter)->Holds(table.rows()[i]);
  }
}

Passed Run(const Plan& plan, bool v3) {
  const RowTable& table = UpstreamOf(v3).table;
  if (plan.nothing) return Passed(table.rows().size());
  Passed passed = Select("where", plan.where, v3);
  const Passed having = Select("having", plan.having, v3);
  for (size_t i = 0; i < passed.size(); ++i) {
    passed[i] = passed[i] && having[i];
  }
  if (plan.residual) Test(*plan.residual, table, passed);
  return passed;
}

Passed Normalized(const FilterNode& node, const RowTable& table) {
  Passed passed(table.rows().size(), true);
  Test(normalize::Normalize(node), table, passed);
  return passed;
}

Passed Naive(const v1::Filter& filter, const RowTable& table) {
  Passed passed;
  for (const v1::Refpage& page : table.pages()) {
    passed.push_back(testing_support::Holds(filter, page));
  }
  return passed;
}

void FuzzFilter(const v1::Filter& filter, const Options& options) {
  const auto query = QueryOf(filter, options.having);
  if (!query.ok()) return;
  const Upstream& upstream = UpstreamOf(options.v3);
  const Passed expected = Naive(filter, upstream.table);
  BACKLINKS_FUZZ_CHECK(
      Normalized(options.having ? *query->having : *query->where,
                 upstream.table) == expected);
  const auto plan = plan::Planner(*upstream.dialect, {}).Make(*query);
  if (plan.ok()) {
    BACKLINKS_FUZZ_CHECK(Run(*plan, options.v3) == expected);
  } else {
    BACKLINKS_FUZZ_CHECK(GetReason(plan.status()) ==
                         Reason::kColumnNotSupported);
  }
}

}  // namespace
}  // namespace backlinks::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Text that is not UTF-8 fails to parse: no line in the log for each.
  [[maybe_unused]] static const bool silenced = [] {
    backlinks::SilenceProtobuf();
    return true;
  }();
  if (size == 0) return 0;
  const backlinks::fuzz::Options options(data[0]);
  const auto filter = backlinks::fuzz::FilterOf(
      {reinterpret_cast<const char*>(data) + 1, size - 1}, options.text);
  if (filter) backlinks::fuzz::FuzzFilter(*filter, options);
  return 0;
}
