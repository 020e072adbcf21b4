#include "service/embedded/ahrefs_v2/query.h"

#include <utility>

#include "fmt/format.h"
#include "service/embedded/ahrefs_v2/condition.h"
#include "service/embedded/literal.h"
#include "service/embedded/target_condition.h"

namespace backlinks::embedded::ahrefs_v2 {
namespace {

// The result is valid as long as the request.
std::string_view Parameter(const http_server::HttpServerRequest& request,
                           std::string_view name) {
  return request.parameter(name).value_or("");
}

std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    std::string_view part = text.substr(0, comma);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) parts.push_back(part);
    text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
  }
  return parts;
}

absl::Status SetTarget(const http_server::HttpServerRequest& request,
                       V2Query& query) {
  query.target = Parameter(request, "target");
  if (query.target.empty()) {
    return absl::InvalidArgumentError("target: parameter is missing");
  }
  const std::string_view mode = Parameter(request, "mode");
  auto condition = MakeTargetCondition(query.target, mode);
  if (!condition) {
    return absl::InvalidArgumentError(
        mode.empty() ? "mode: parameter is missing" : "mode: unknown value");
  }
  query.target_condition = *std::move(condition);
  return absl::OkStatus();
}

absl::Status AddConditions(const http_server::HttpServerRequest& request,
                           V2Query& query) {
  query.where = Parameter(request, "where");
  query.having = Parameter(request, "having");
  for (const auto& [clause, text] :
       {std::pair{"where", &query.where}, std::pair{"having", &query.having}}) {
    auto condition = ParseV2Condition(clause, *text);
    if (!condition.ok()) return condition.status();
    if (condition->sql.empty()) continue;
    if (!query.filter.sql.empty()) query.filter.sql += " AND ";
    query.filter.sql += condition->sql;
    for (SqlValue& value : condition->values) {
      query.filter.values.push_back(std::move(value));
    }
  }
  return absl::OkStatus();
}

absl::Status NotFound(std::string_view parameter, std::string_view column) {
  return absl::InvalidArgumentError(
      fmt::format("{}: column '{}' not found", parameter, column));
}

absl::Status SetSelect(const http_server::HttpServerRequest& request,
                       V2Query& query) {
  query.select_text = Parameter(request, "select");
  for (const std::string_view name : Split(query.select_text)) {
    if (name == "*") {
      query.select.clear();
      break;
    }
    const Column* column = FindColumn(name);
    if (column == nullptr) return NotFound("select", name);
    query.select.push_back(column);
  }
  if (query.select.empty()) {
    for (const Column& column : AllColumns()) query.select.push_back(&column);
  }
  return absl::OkStatus();
}

absl::Status SetOrder(const http_server::HttpServerRequest& request,
                      V2Query& query) {
  query.order_by = Parameter(request, "order_by");
  for (const std::string_view key : Split(query.order_by)) {
    const size_t colon = key.find(':');
    const std::string_view name = key.substr(0, colon);
    const std::string_view direction =
        colon == key.npos ? "asc" : key.substr(colon + 1);
    if (FindColumn(name) == nullptr) return NotFound("order_by", name);
    if (direction != "asc" && direction != "desc") {
      return absl::InvalidArgumentError("order_by: unknown direction");
    }
    query.order.push_back({fmt::format("\"{}\"", name), direction == "desc"});
  }
  return absl::OkStatus();
}

absl::Status SetCount(const http_server::HttpServerRequest& request,
                      std::string_view name, int64_t& out) {
  const auto text = request.parameter(name);
  if (!text || text->empty()) return absl::OkStatus();
  const auto count = ParseCount(*text);
  if (!count) {
    return absl::InvalidArgumentError(fmt::format("{}: bad number", name));
  }
  out = *count;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> ParseV2Output(
    const http_server::HttpServerRequest& request) {
  const std::string_view output = Parameter(request, "output");
  if (output == "xml") return true;
  if (output.empty() || output == "json") return false;
  return absl::InvalidArgumentError(fmt::format(
      "output: '{}' is not served here, only json and xml", output));
}

absl::StatusOr<V2Query> ParseV2Query(
    const http_server::HttpServerRequest& request) {
  V2Query query;
  const auto xml = ParseV2Output(request);
  if (!xml.ok()) return xml.status();
  query.xml = *xml;
  if (absl::Status s = SetTarget(request, query); !s.ok()) return s;
  if (absl::Status s = AddConditions(request, query); !s.ok()) return s;
  if (absl::Status s = SetSelect(request, query); !s.ok()) return s;
  if (absl::Status s = SetCount(request, "limit", query.limit); !s.ok()) {
    return s;
  }
  if (absl::Status s = SetCount(request, "offset", query.offset); !s.ok()) {
    return s;
  }
  if (absl::Status s = SetOrder(request, query); !s.ok()) return s;
  return query;
}

}  // namespace backlinks::embedded::ahrefs_v2
