#include "service/embedded/ahrefs_v3/query.h"

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "service/embedded/ahrefs_v3/filter.h"
#include "service/embedded/literal.h"
#include "service/embedded/target_condition.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

constexpr std::string_view kSince = "since:";

// The result is valid as long as the request.
std::string_view Parameter(const http_server::HttpServerRequest& request,
                           std::string_view name,
                           std::string_view otherwise = "") {
  const std::string_view value = request.parameter(name).value_or("");
  return value.empty() ? otherwise : value;
}

absl::Status Bad(std::string_view parameter, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("bad {}: {}", parameter, what));
}

absl::Status UnknownValue(std::string_view parameter, std::string_view value) {
  return Bad(parameter, fmt::format("unknown value '{}'", value));
}

// Splits at commas, and removes the blanks around the parts.
std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (absl::string_view part :
       absl::StrSplit(absl::string_view(text.data(), text.size()), ',')) {
    part = absl::StripAsciiWhitespace(part);
    parts.emplace_back(part.data(), part.size());
  }
  return parts;
}

// Accepts offset=0, which clients send. A greater offset would return, and
// charge for, the first rows again.
absl::Status CheckOffset(const http_server::HttpServerRequest& request) {
  if (ParseCount(Parameter(request, "offset", "0")) == 0) {
    return absl::OkStatus();
  }
  return Bad("offset",
             "API v3 has none: order by a field and filter on its last value");
}

// Parses an integer from 1. Empty if the text is anything else.
std::optional<int64_t> Count(std::string_view text) {
  int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, count);
  if (parsed.ec != std::errc() || parsed.ptr != end) {
    // Clients that have no integers send "1e+05".
    count = ParseCount(text).value_or(0);
  }
  return count < 1 ? std::nullopt : std::optional(count);
}

absl::Status SetTarget(const http_server::HttpServerRequest& request,
                       V3Query& query) {
  query.target = Parameter(request, "target");
  if (query.target.empty()) return Bad("target", "it is missing");
  const std::string_view mode = Parameter(request, "mode", "subdomains");
  auto condition = MakeTargetCondition(query.target, mode);
  if (!condition) return UnknownValue("mode", mode);
  query.target_condition = *std::move(condition);
  return absl::OkStatus();
}

absl::Status SetSelect(const http_server::HttpServerRequest& request,
                       V3Query& query) {
  query.select_text = Parameter(request, "select");
  if (query.select_text.empty()) return Bad("select", "it is missing");
  for (const std::string_view name : Split(query.select_text)) {
    const V3Field* const field = FindV3Field(name);
    if (field == nullptr) {
      return Bad("select", fmt::format("unknown field '{}'", name));
    }
    if (query.fields.insert(field).second) query.select.push_back(field);
  }
  return absl::OkStatus();
}

absl::Status SetWhere(const http_server::HttpServerRequest& request,
                      V3Query& query) {
  query.where = Parameter(request, "where");
  if (query.where.empty()) return absl::OkStatus();
  auto filter = ParseV3Filter(query.where);
  if (!filter.ok()) return filter.status();
  query.filter = std::move(filter->condition);
  query.filters_groups = filter->fields.contains(FindV3Field(kLinkGroupCount));
  query.fields.merge(filter->fields);
  return absl::OkStatus();
}

absl::Status AddOrderKey(std::string_view key, V3Query& query) {
  const size_t colon = key.find(':');
  const std::string_view name = key.substr(0, colon);
  const std::string_view direction =
      colon == key.npos ? "asc" : key.substr(colon + 1);
  const V3Field* const field = FindV3Field(name);
  if (field == nullptr) {
    return Bad("order_by", fmt::format("unknown field '{}'", name));
  }
  if (field->is_list()) {
    return Bad("order_by", fmt::format("field '{}' is a list", name));
  }
  if (name == kLinkGroupCount) {
    return Bad("order_by", fmt::format("field '{}' has no order", name));
  }
  if (direction != "asc" && direction != "desc") {
    return Bad("order_by", fmt::format("unknown direction of '{}'", name));
  }
  query.order.push_back({field, direction == "desc"});
  query.fields.insert(field);
  return absl::OkStatus();
}

absl::Status SetOrder(const http_server::HttpServerRequest& request,
                      V3Query& query) {
  query.order_by = Parameter(request, "order_by");
  if (query.order_by.empty()) return absl::OkStatus();
  for (const std::string_view key : Split(query.order_by)) {
    if (absl::Status s = AddOrderKey(key, query); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status SetCounts(const http_server::HttpServerRequest& request,
                       V3Query& query) {
  const auto limit = Count(Parameter(request, "limit", "1000"));
  if (!limit) return Bad("limit", "it is a whole number from 1");
  if (!Count(Parameter(request, "timeout", "1"))) {
    return Bad("timeout", "it is a whole number of seconds from 1");
  }
  query.limit = *limit;
  return absl::OkStatus();
}

void AddCondition(std::string_view sql, SqlCondition& condition) {
  if (!condition.sql.empty()) condition.sql += " AND ";
  condition.sql += sql;
}

absl::Status SetProtocol(const http_server::HttpServerRequest& request,
                         V3Query& query) {
  const std::string_view protocol = Parameter(request, "protocol", "both");
  if (protocol == "both") return absl::OkStatus();
  if (protocol != "http" && protocol != "https") {
    return UnknownValue("protocol", protocol);
  }
  const std::string condition =
      fmt::format("\"url_to\" LIKE '{}://%'", protocol);
  AddCondition(condition, query.filter);
  if (query.keyset) AddCondition(condition, query.keyset->rest);
  return absl::OkStatus();
}

// After SetWhere and SetOrder.
absl::Status SetKeyset(const http_server::HttpServerRequest&, V3Query& query) {
  if (!query.where.empty()) {
    query.keyset = FindV3Keyset(query.where, query.order);
  }
  return absl::OkStatus();
}

absl::Status SetAggregation(const http_server::HttpServerRequest& request,
                            V3Query& query) {
  const std::string_view name =
      Parameter(request, "aggregation", "similar_links");
  query.one_per_domain = name == "1_per_domain";
  if (!query.one_per_domain && name != "similar_links" && name != "all") {
    return UnknownValue("aggregation", name);
  }
  const bool counts = query.fields.contains(FindV3Field(kLinkGroupCount));
  if (counts && name == "all") {
    return Bad("aggregation",
               fmt::format("field '{}' needs a value other than all",
                           kLinkGroupCount));
  }
  if (query.filters_groups && query.one_per_domain) {
    return Bad("where", fmt::format("field '{}' with aggregation '{}' is not "
                                    "served here",
                                    kLinkGroupCount, name));
  }
  return absl::OkStatus();
}

absl::Status CheckHistory(const http_server::HttpServerRequest& request) {
  const std::string_view history = Parameter(request, "history", "all_time");
  if (history == "all_time" || history == "live") return absl::OkStatus();
  if (history.starts_with(kSince)) {
    const std::string_view date = history.substr(kSince.size());
    if (date.size() == 10 && ParseDate(date)) return absl::OkStatus();
  }
  return UnknownValue("history", history);
}

}  // namespace

int64_t V3Query::units_per_row() const {
  int64_t units = 0;
  for (const V3Field* field : fields) units += field->units;
  return units;
}

absl::Status CheckV3Output(const http_server::HttpServerRequest& request) {
  const std::string_view output = Parameter(request, "output", "json");
  if (output == "json") return absl::OkStatus();
  return Bad("output",
             fmt::format("'{}' is not served here, only json", output));
}

absl::StatusOr<V3Query> ParseV3Query(
    const http_server::HttpServerRequest& request) {
  V3Query query;
  if (absl::Status s = CheckOffset(request); !s.ok()) return s;
  if (absl::Status s = CheckV3Output(request); !s.ok()) return s;
  if (absl::Status s = CheckHistory(request); !s.ok()) return s;
  for (const auto set : {SetTarget, SetSelect, SetWhere, SetOrder, SetKeyset,
                         SetCounts, SetProtocol, SetAggregation}) {
    if (absl::Status s = set(request, query); !s.ok()) return s;
  }
  return query;
}

}  // namespace backlinks::embedded::ahrefs_v3
