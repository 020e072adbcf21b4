#include "service/telemetry/span_attributes.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "fmt/format.h"
#include "re2/re2.h"
#include "service/common/status/status.h"
#include "service/model/rpc_method.h"

namespace backlinks::telemetry {
namespace {

void PutText(Span& span, std::string_view name, std::string_view text) {
  if (!text.empty()) span.attributes.emplace_back(name, std::string(text));
}

void PutNumber(Span& span, std::string_view name, int64_t number) {
  span.attributes.emplace_back(name, number);
}

void PutPrice(Span& span, std::string_view name, MilliPrice price) {
  span.attributes.emplace_back(name, static_cast<double>(price) / 1000);
}

// Returns the reason, which has few values, or else the status code's name.
std::string ErrorType(const absl::Status& status) {
  if (const auto reason = GetReason(status)) {
    return std::string(ReasonName(*reason));
  }
  return absl::StatusCodeToString(status.code());
}

// Whether the conventions count the code as a failure of the server.
bool IsServersFault(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDataLoss:
      return true;
    default:
      return false;
  }
}

void PutMethod(const CallRecord& record, Span& span) {
  const RpcMethod* const known = FindMethod(record.method);
  PutText(span, "rpc.system", "grpc");
  // Span names must have few values, whatever method was called.
  span.name = known == nullptr ? "_OTHER" : known->full_name;
  if (known != nullptr) PutText(span, "rpc.service", ServiceName());
  PutText(span, "rpc.method", known == nullptr ? "_OTHER" : known->name);
  PutNumber(span, "rpc.grpc.status_code", record.status.raw_code());
}

// Parses "ipv4:127.0.0.1:54321", "ipv6:[::1]:54321" (the brackets may be
// escaped) and "unix:PATH".
void PutPeer(const std::string& peer, Span& span) {
  static const RE2* const pattern = new RE2(
      "(?:ipv4:|ipv6:(?:\\[|%5B))([0-9a-f.:]+)(?:\\]|%5D)?:([0-9]{1,5})");
  std::string address;
  int64_t port = 0;
  if (!RE2::FullMatch(peer, *pattern, &address, &port)) return;
  PutText(span, "network.peer.address", address);
  PutNumber(span, "network.peer.port", port);
}

void PutQuery(const CallRecord& record, Span& span) {
  PutText(span, "backlinks.target", record.target);
  PutText(span, "backlinks.query_hash", record.query_hash);
  PutText(span, "backlinks.where", record.where_shape);
  PutText(span, "backlinks.having", record.having_shape);
  PutText(span, "backlinks.residual", record.residual_shape);
  PutText(span, "backlinks.end_reason", record.end_reason);
}

void PutCounts(const CallRecord& record, Span& span) {
  PutNumber(span, "backlinks.rows", record.sent_rows);
  PutNumber(span, "backlinks.scanned_rows", record.scanned_rows);
  PutNumber(span, "backlinks.messages", record.sent_messages);
  PutNumber(span, "backlinks.pages", record.pages);
  PutNumber(span, "backlinks.upstream_calls", record.upstream_calls);
  PutPrice(span, "backlinks.price", record.price);
  PutNumber(span, "backlinks.cached_pages", record.cached_pages);
  PutPrice(span, "backlinks.saved_price", record.saved_price);
}

void PutServer(const UpstreamServer& upstream, const UpstreamFetch& fetch,
               Span& span) {
  const std::string_view scheme = upstream.tls ? "https" : "http";
  const bool is_ipv6 = upstream.host.find(':') != std::string::npos;
  PutText(span, "server.address", upstream.host);
  PutNumber(span, "server.port", upstream.port);
  PutText(span, "url.full",
          is_ipv6 ? fmt::format("{}://[{}]:{}{}", scheme, upstream.host,
                                upstream.port, fetch.path)
                  : fmt::format("{}://{}:{}{}", scheme, upstream.host,
                                upstream.port, fetch.path));
}

void Fail(const std::string& type, Span& span) {
  PutText(span, "error.type", type);
  span.failed = true;
}

}  // namespace

void DescribeCall(const CallRecord& record, Span& span) {
  PutMethod(record, span);
  PutPeer(record.peer, span);
  PutText(span, "enduser.id", record.caller);
  PutText(span, "user_agent.original", record.user_agent);
  PutQuery(record, span);
  PutCounts(record, span);
  if (record.first_row > absl::ZeroDuration()) {
    span.events.push_back({"first_row", record.start + record.first_row});
  }
  if (!record.status.ok()) {
    PutText(span, "error.type", ErrorType(record.status));
  }
  if (!IsServersFault(record.status.code())) return;
  span.failed = true;
  span.error = std::string(record.status.message());
}

void DescribeAttempt(const UpstreamServer& upstream, const UpstreamFetch& fetch,
                     const HttpAttempt& attempt, int64_t sent_before,
                     Span& span) {
  span.name = "GET";
  span.kind = SpanKind::kClient;
  PutText(span, "http.request.method", "GET");
  PutServer(upstream, fetch, span);
  if (fetch.page) PutNumber(span, "backlinks.page", *fetch.page);
  const int64_t resent = sent_before + attempt.sent - 1;
  if (resent > 0) PutNumber(span, "http.request.resend_count", resent);
  if (attempt.http_status != 0) {
    PutNumber(span, "http.response.status_code", attempt.http_status);
  }
  if (!attempt.error.ok()) return Fail(ErrorType(attempt.error), span);
  if (attempt.http_status >= 400) {
    Fail(fmt::to_string(attempt.http_status), span);
  }
}

void DescribeFetch(const UpstreamFetch& fetch, Span& span) {
  // The last attempt includes its body.
  const absl::Duration with_body = fetch.end - fetch.attempts.back().began;
  span.end = std::max(span.end, span.start + with_body);
  PutNumber(span, "http.response.body.size", fetch.received_bytes);
  if (fetch.page) {
    PutNumber(span, "backlinks.rows", fetch.rows);
    PutPrice(span, "backlinks.price", fetch.price);
    span.attributes.emplace_back("backlinks.cached", fetch.cached);
  }
  // The head was good, but a later part of the response failed.
  if (!span.failed && !fetch.status.ok()) Fail(ErrorType(fetch.status), span);
}

void DescribeStatus(const absl::Status& status, Span& span) {
  if (!status.ok()) Fail(ErrorType(status), span);
}

}  // namespace backlinks::telemetry
