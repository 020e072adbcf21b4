#include "service/dialect/ahrefs_v2/errors.h"

#include <array>
#include <string>

#include "fmt/format.h"
#include "service/common/column/column.h"
#include "service/common/status/status.h"
#include "service/dialect/ahrefs_v2/columns.h"
#include "service/dialect/http_answer.h"
#include "service/dialect/plain_text.h"

namespace backlinks::dialect::ahrefs_v2 {
namespace {

// The parameters for which v2 reports an unknown column.
constexpr std::array<std::string_view, 4> kParameters = {"select", "where",
                                                         "having", "order_by"};

bool SaysError(const ResponseHead& head) {
  return Lower(head.header("x-status").value_or("")) == "error";
}

// Returns INVALID_ARGUMENT for "order_by: column 'foobar_rating' not found" if
// the caller can have named that column.
absl::Status UnknownColumn(std::string_view text) {
  for (const std::string_view parameter : kParameters) {
    for (const Column& column : AllColumns()) {
      const std::string known = fmt::format("{}: column '{}' not found",
                                            parameter, V2NameOf(column.number));
      if (text != known) continue;
      return MakeError(
          Reason::kCallerRejected,
          fmt::format("the upstream reported: {}", known),
          {{"parameter", std::string(parameter)}, {"column", column.name}});
    }
  }
  return absl::OkStatus();
}

// *Assumed*: v2's error text for an exhausted account is not documented.
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
  BACKLINKS_RETURN_IF_ERROR(CheckHttpHead(head));
  if (!SaysError(head)) return absl::OkStatus();
  return HttpError(Reason::kUpstreamRejected, head,
                   "an error, without saying which");
}

bool V2NeedsErrorBody(const ResponseHead& head) {
  if (head.status == 200) return MayBeJson(head) && SaysError(head);
  return MayExplainError(head);
}

absl::Status V2ErrorOf(const ResponseHead& head, std::string_view text) {
  if (text == "invalid token") {
    return MakeError(Reason::kUpstreamCredentials,
                     "the upstream reported: invalid token",
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

}  // namespace backlinks::dialect::ahrefs_v2
