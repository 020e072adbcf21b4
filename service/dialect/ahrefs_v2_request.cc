#include "service/dialect/ahrefs_v2_request.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "service/model/column.h"

namespace backlinks {
namespace {

// Everything but RFC 3986's unreserved characters is encoded.
std::string PercentEncode(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '-' || c == '.' || c == '_' ||
        c == '~') {
      encoded += c;
    } else {
      fmt::format_to(std::back_inserter(encoded), "%{:02X}", byte);
    }
  }
  return encoded;
}

std::string_view ModeName(TargetMode mode) {
  switch (mode) {
    case TargetMode::kExact:
      return "exact";
    case TargetMode::kDomain:
      return "domain";
    case TargetMode::kPrefix:
      return "prefix";
    case TargetMode::kSubdomains:
      break;
  }
  return "subdomains";
}

std::string SelectList(const ColumnSet& select) {
  std::vector<std::string_view> names;
  for (const Column& column : AllColumns()) {
    if (select[column.number]) names.push_back(column.name);
  }
  return fmt::format("{}", fmt::join(names, ","));
}

std::string OrderList(const std::vector<OrderKey>& keys) {
  std::vector<std::string> words;
  words.reserve(keys.size());
  for (const OrderKey& key : keys) {
    words.push_back(fmt::format("{}:{}", GetColumn(key.column).name,
                                key.descending ? "desc" : "asc"));
  }
  return fmt::format("{}", fmt::join(words, ","));
}

// All parameters but the token. What has v2's default is left out.
std::string Parameters(const Plan& plan, const Page& page) {
  std::string query = "from=backlinks&output=json";
  const auto add = [&query](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    query += fmt::format("&{}={}", name, PercentEncode(value));
  };
  add("target", NormaliseTarget(plan.target, plan.mode));
  add("mode", ModeName(plan.mode));
  if (!plan.select_all) add("select", SelectList(plan.select));
  add("where", plan.where);
  add("having", plan.having);
  add("order_by", OrderList(plan.order_by));
  add("limit", fmt::to_string(page.limit));
  if (page.offset > 0) add("offset", fmt::to_string(page.offset));
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

// Host and port of a target, and what stands before and behind.
struct Parts {
  std::string_view scheme;  // With "://", or empty.
  std::string_view host;
  std::string_view port;  // With ":", or empty.
  std::string_view rest;
};

Parts Split(std::string_view target) {
  Parts parts;
  const size_t mark = target.find("://");
  const size_t slash = target.find_first_of("/?#");
  // A "://" inside of path or query is none of the target's own.
  if (mark != target.npos && mark < slash) {
    parts.scheme = target.substr(0, mark + 3);
    target.remove_prefix(mark + 3);
  }
  std::string_view host = target.substr(0, target.find_first_of("/?#"));
  parts.rest = target.substr(host.size());
  // The colons inside of an IPv6 literal's brackets do not begin a port.
  const size_t colon = host.rfind(':');
  if (colon != host.npos && host.find(']', colon) == host.npos) {
    parts.port = host.substr(colon);
    host.remove_suffix(parts.port.size());
  }
  parts.host = host;
  return parts;
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

std::string NormaliseTarget(std::string_view target, TargetMode mode) {
  Parts parts = Split(target);
  std::string host = absl::AsciiStrToLower(
      absl::string_view(parts.host.data(), parts.host.size()));
  if (mode == TargetMode::kDomain || mode == TargetMode::kSubdomains) {
    if (!host.empty() && host.back() == '.') host.pop_back();
    return host;
  }
  parts.rest = parts.rest.substr(0, parts.rest.find('#'));
  return fmt::format("{}{}{}{}",
                     absl::AsciiStrToLower(absl::string_view(
                         parts.scheme.data(), parts.scheme.size())),
                     host, parts.port, parts.rest);
}

}  // namespace backlinks
