#include "service/dialect/ahrefs_v3/request.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "service/dialect/ahrefs_v3/columns.h"
#include "service/dialect/ahrefs_v3/conditions.h"
#include "service/dialect/ahrefs_v3/keyset.h"
#include "service/dialect/query_string.h"
#include "service/dialect/target.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

std::string SelectList(const ColumnSet& select) {
  std::vector<std::string_view> fields;
  for (const Column& column : AllColumns()) {
    const std::string_view field = V3FieldOf(column.number);
    if (select[column.number] && !field.empty()) fields.push_back(field);
  }
  return fmt::format("{}", fmt::join(fields, ","));
}

std::string OrderList(const std::vector<OrderKey>& keys) {
  std::vector<std::string> words;
  words.reserve(keys.size());
  for (const OrderKey& key : keys) {
    words.push_back(fmt::format("{}:{}", V3FieldOf(key.column),
                                key.descending ? "desc" : "asc"));
  }
  return fmt::format("{}", fmt::join(words, ","));
}

// Joins all conditions, because v3 has no `having`.
std::string Where(const Plan& plan, const Page& page) {
  std::vector<std::string> conditions;
  for (std::string condition :
       {plan.where, plan.having, KeysetToV3(plan, page)}) {
    if (!condition.empty()) conditions.push_back(std::move(condition));
  }
  return AllInV3(conditions);
}

// Sets every parameter explicitly: v3's defaults are not those of the contract.
std::string Parameters(const DialectOptions& options, const Plan& plan,
                       const Page& page) {
  const bool in_full_order = page.from && page.from->in_full_order;
  std::string query;
  AddParameter(query, "target", NormalizeTarget(plan.target, plan.mode));
  AddParameter(query, "mode", ModeName(plan.mode));
  AddParameter(query, "select", SelectList(V3SelectOf(plan, in_full_order)));
  AddParameter(query, "where", Where(plan, page));
  AddParameter(query, "order_by", OrderList(V3OrderOf(plan, page)));
  AddParameter(query, "limit", fmt::to_string(page.limit));
  AddParameter(query, "aggregation", options.aggregation);
  AddParameter(query, "history", options.history);
  AddParameter(query, "protocol", options.protocol);
  AddParameter(query, "output", "json");
  return query;
}

// Joins the base path, which may lack the slash at its end, and the endpoint.
std::string PathOf(const DialectOptions& options, std::string_view endpoint) {
  std::string path = options.base_path;
  if (path.empty() || path.back() != '/') path += '/';
  path += endpoint;
  return path;
}

HttpRequest WithKey(const DialectOptions& options, std::string target) {
  HttpRequest request;
  request.redacted_target = target;
  request.target = Secret(std::move(target));
  if (const Secret token = options.token.Get(); !token.empty()) {
    request.headers.emplace_back("authorization",
                                 Secret("Bearer " + token.Reveal()));
  }
  return request;
}

}  // namespace

ColumnSet V3SelectOf(const Plan& plan, bool in_full_order) {
  ColumnSet select = plan.select;
  if (!in_full_order) return select;
  for (const OrderKey& key : plan.full_order_by) select.set(key.column);
  return select;
}

HttpRequest MakeV3Request(const DialectOptions& options, const Plan& plan,
                          const Page& page) {
  return WithKey(
      options,
      fmt::format("{}?{}", PathOf(options, "site-explorer/all-backlinks"),
                  Parameters(options, plan, page)));
}

HttpRequest MakeV3AllowanceRequest(const DialectOptions& options) {
  return WithKey(options,
                 PathOf(options, "subscription-info/limits-and-usage"));
}

}  // namespace backlinks::dialect::ahrefs_v3
