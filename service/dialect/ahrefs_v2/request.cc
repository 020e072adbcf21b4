#include "service/dialect/ahrefs_v2/request.h"

#include <vector>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "service/common/column/column.h"
#include "service/dialect/ahrefs_v2/columns.h"
#include "service/dialect/query_string.h"
#include "service/dialect/target.h"

namespace backlinks::dialect::ahrefs_v2 {
namespace {

std::string SelectList(const ColumnSet& select) {
  std::vector<std::string_view> names;
  for (const Column& column : AllColumns()) {
    if (select[column.number]) names.push_back(V2NameOf(column.number));
  }
  return fmt::format("{}", fmt::join(names, ","));
}

std::string OrderList(const std::vector<OrderKey>& keys) {
  std::vector<std::string> words;
  words.reserve(keys.size());
  for (const OrderKey& key : keys) {
    words.push_back(fmt::format("{}:{}", V2NameOf(key.column),
                                key.descending ? "desc" : "asc"));
  }
  return fmt::format("{}", fmt::join(words, ","));
}

// Returns all parameters but the token. Parameters with v2's default value are
// omitted.
std::string Parameters(const Plan& plan, const Page& page) {
  std::string query = "from=backlinks&output=json";
  AddParameter(query, "target", NormalizeTarget(plan.target, plan.mode));
  AddParameter(query, "mode", ModeName(plan.mode));
  if (!plan.select_all) AddParameter(query, "select", SelectList(plan.select));
  AddParameter(query, "where", plan.where);
  AddParameter(query, "having", plan.having);
  AddParameter(query, "order_by", OrderList(plan.order_by));
  AddParameter(query, "limit", fmt::to_string(page.limit));
  if (page.offset > 0) {
    AddParameter(query, "offset", fmt::to_string(page.offset));
  }
  return query;
}

HttpRequest WithToken(std::string_view base_path, const Secret& token,
                      std::string_view parameters) {
  const std::string_view path = base_path.empty() ? "/" : base_path;
  return {
      .target = Secret(fmt::format("{}?token={}&{}", path,
                                   PercentEncode(token.Reveal()), parameters)),
      .redacted_target = fmt::format("{}?token=REDACTED&{}", path, parameters),
      .headers = {}};
}

}  // namespace

HttpRequest MakeV2Request(std::string_view base_path, const Secret& token,
                          const Plan& plan, const Page& page) {
  return WithToken(base_path, token, Parameters(plan, page));
}

HttpRequest MakeV2AllowanceRequest(std::string_view base_path,
                                   const Secret& token) {
  return WithToken(base_path, token, "from=subscription_info&output=json");
}

}  // namespace backlinks::dialect::ahrefs_v2
