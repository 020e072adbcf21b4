#include "service/dialect/http_answer.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/dialect/plain_text.h"
#include "service/model/retry_after.h"

namespace backlinks::dialect {
namespace {

// The retry delay if the upstream does not send one. *Assumed.*
constexpr absl::Duration kRateDelay = absl::Minutes(1);
constexpr absl::Duration kUnavailableDelay = absl::Seconds(1);
constexpr absl::Duration kMaxDelay = absl::Hours(24);

// Content types that servers use for JSON if they do not know the type.
constexpr std::array<std::string_view, 4> kVagueTypes = {
    "", "text/plain", "text/javascript", "application/octet-stream"};

// Returns the media type in lower case, without its parameters. Empty if none
// was sent.
std::string MediaType(const ResponseHead& head) {
  std::string type = Lower(head.header("content-type").value_or(""));
  type.resize(std::min(type.size(), type.find(';')));
  absl::StripAsciiWhitespace(&type);
  return type;
}

absl::Duration RetryDelay(const ResponseHead& head, absl::Duration otherwise) {
  const auto asked =
      ParseRetryAfter(head.header("retry-after").value_or(""), absl::Now());
  return std::min(asked.value_or(otherwise), kMaxDelay);
}

absl::Status CheckType(const ResponseHead& head) {
  if (MayBeJson(head)) return absl::OkStatus();
  // The type is the upstream's own text, so it is repeated only if it is plain.
  const bool is_html = Contains(MediaType(head), "html");
  return HttpError(Reason::kUpstreamMalformed, head,
                   is_html ? "an HTML page instead of JSON"
                           : "a content type that is not JSON");
}

absl::Status CheckClientError(const ResponseHead& head) {
  switch (head.status) {
    case 401:
      return HttpError(Reason::kUpstreamCredentials, head,
                       "it rejected this server's token");
    case 402:
      return HttpError(Reason::kUpstreamQuota, head,
                       "this server's account there is spent");
    case 408:
      return WithRetryDelay(
          HttpError(Reason::kUpstreamUnavailable, head, "a timeout"),
          kUnavailableDelay);
    case 414:
    case 431:
      return HttpError(Reason::kCallerRejected, head,
                       "target, filter and order are too long for it");
    case 429:
      return WithRetryDelay(
          HttpError(Reason::kUpstreamRate, head, "too many requests"),
          RetryDelay(head, kRateDelay));
    default:
      return HttpError(Reason::kUpstreamRejected, head,
                       "it rejected the request");
  }
}

}  // namespace

absl::Status CheckHttpHead(const ResponseHead& head) {
  if (head.status == 200) return CheckType(head);
  if (head.status >= 500) {
    return WithRetryDelay(
        HttpError(Reason::kUpstreamUnavailable, head, "it failed"),
        RetryDelay(head, kUnavailableDelay));
  }
  if (head.status >= 400) return CheckClientError(head);
  if (head.status >= 300) {
    return HttpError(Reason::kUpstreamMalformed, head,
                     "a redirect, which is never followed");
  }
  return HttpError(Reason::kUpstreamMalformed, head, "not a page of rows");
}

bool MayBeJson(const ResponseHead& head) {
  const std::string type = MediaType(head);
  return Contains(type, "json") || Contains(type, "/javascript") ||
         std::find(kVagueTypes.begin(), kVagueTypes.end(), type) !=
             kVagueTypes.end();
}

bool MayExplainError(const ResponseHead& head) {
  return MayBeJson(head) && head.status >= 400 && head.status < 500 &&
         head.status != 408 && head.status != 429;
}

absl::Status HttpError(Reason reason, const ResponseHead& head,
                       std::string_view meaning) {
  return MakeError(
      reason, fmt::format("the upstream answered {}: {}", head.status, meaning),
      {{"http_status", fmt::to_string(head.status)}});
}

std::optional<int64_t> CountIn(const ResponseHead& head,
                               std::string_view header) {
  const std::string_view text = head.header(header).value_or("");
  int64_t count = 0;
  if (!absl::SimpleAtoi({text.data(), text.size()}, &count) || count < 0) {
    return std::nullopt;
  }
  return count;
}

}  // namespace backlinks::dialect
