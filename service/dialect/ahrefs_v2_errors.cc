#include "service/dialect/ahrefs_v2_errors.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/model/column.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

// Where the upstream does not say how long to wait. *Assumed.*
constexpr absl::Duration kRateDelay = absl::Minutes(1);
constexpr absl::Duration kUnavailableDelay = absl::Seconds(1);
constexpr absl::Duration kMaxDelay = absl::Hours(24);

// Content types under which servers send JSON that they know nothing of.
constexpr std::array<std::string_view, 4> kVagueTypes = {
    "", "text/plain", "text/javascript", "application/octet-stream"};

// Parameters in which v2 may miss a column.
constexpr std::array<std::string_view, 4> kParameters = {"select", "where",
                                                         "having", "order_by"};

std::string Lower(std::string_view text) {
  return absl::AsciiStrToLower(absl::string_view(text.data(), text.size()));
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

// The media type in lower case, without its parameters; "": none was sent.
std::string MediaType(const ResponseHead& head) {
  std::string type = Lower(head.header("content-type").value_or(""));
  type.resize(std::min(type.size(), type.find(';')));
  absl::StripAsciiWhitespace(&type);
  return type;
}

// JSON by name, or a type that says nothing: the decoder will see.
bool MayBeJson(const ResponseHead& head) {
  const std::string type = MediaType(head);
  return Contains(type, "json") || Contains(type, "/javascript") ||
         std::find(kVagueTypes.begin(), kVagueTypes.end(), type) !=
             kVagueTypes.end();
}

bool SaysError(const ResponseHead& head) {
  return Lower(head.header("x-status").value_or("")) == "error";
}

// Retry-After: seconds, or an HTTP date (RFC 9110, 10.2.3).
absl::Duration RetryDelay(const ResponseHead& head, absl::Duration otherwise) {
  const std::string text(head.header("retry-after").value_or(""));
  absl::Duration delay = otherwise;
  int64_t seconds = 0;
  absl::Time time;
  if (absl::SimpleAtoi(text, &seconds) && seconds >= 0) {
    delay = absl::Seconds(seconds);
  } else if (absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", text, &time,
                             nullptr)) {
    delay = std::max(time - absl::Now(), absl::ZeroDuration());
  }
  return std::min(delay, kMaxDelay);
}

absl::Status HttpError(Reason reason, const ResponseHead& head,
                       std::string_view meaning) {
  return MakeError(
      reason, fmt::format("the upstream answered {}: {}", head.status, meaning),
      {{"http_status", fmt::to_string(head.status)}});
}

absl::Status CheckOkHead(const ResponseHead& head) {
  if (!MayBeJson(head)) {
    // The type is the upstream's own text: not repeated unless it is plain.
    const bool is_html = Contains(MediaType(head), "html");
    return HttpError(Reason::kUpstreamMalformed, head,
                     is_html ? "an HTML page instead of JSON"
                             : "a content type that is not JSON");
  }
  if (SaysError(head)) {
    return HttpError(Reason::kUpstreamRejected, head,
                     "an error, without saying which");
  }
  return absl::OkStatus();
}

absl::Status CheckClientError(const ResponseHead& head) {
  switch (head.status) {
    case 401:
      return HttpError(Reason::kUpstreamCredentials, head,
                       "it refuses this server's token");
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
                       "it refuses the request");
  }
}

// "order_by: column 'foobar_rating' not found": INVALID_ARGUMENT where that is
// a column that the caller can have named.
absl::Status UnknownColumn(std::string_view text) {
  for (const std::string_view parameter : kParameters) {
    for (const Column& column : AllColumns()) {
      const std::string known =
          fmt::format("{}: column '{}' not found", parameter, column.name);
      if (text != known) continue;
      return MakeError(
          Reason::kCallerRejected, fmt::format("the upstream says: {}", known),
          {{"parameter", std::string(parameter)}, {"column", column.name}});
    }
  }
  return absl::OkStatus();
}

// *Assumed*: no text of v2 for a spent account is documented.
bool MeansQuota(std::string_view text) {
  const std::string lower = Lower(text);
  const bool amount = Contains(lower, "rows") || Contains(lower, "units") ||
                      Contains(lower, "quota");
  const bool spent = Contains(lower, "exceeded") ||
                     Contains(lower, "exhausted") || Contains(lower, "left");
  return amount && spent;
}

}  // namespace

absl::Status CheckV2Head(const ResponseHead& head) {
  if (head.status == 200) return CheckOkHead(head);
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

bool V2NeedsErrorBody(const ResponseHead& head) {
  if (!MayBeJson(head)) return false;
  if (head.status == 200) return SaysError(head);
  return head.status >= 400 && head.status < 500 && head.status != 408 &&
         head.status != 429;
}

absl::Status V2ErrorOf(const ResponseHead& head, std::string_view text) {
  if (text == "invalid token") {
    return MakeError(Reason::kUpstreamCredentials,
                     "the upstream says: invalid token",
                     {{"http_status", fmt::to_string(head.status)}});
  }
  BACKLINKS_RETURN_IF_ERROR(UnknownColumn(text));
  if (MeansQuota(text)) {
    return HttpError(Reason::kUpstreamQuota, head,
                     "this server's account there is spent");
  }
  if (head.status != 200) return CheckV2Head(head);
  return HttpError(Reason::kUpstreamRejected, head,
                   "an error that is not among those known");
}

}  // namespace backlinks
