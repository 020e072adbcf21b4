#include "service/dialect/ahrefs_v3/errors.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "service/common/column/column.h"
#include "service/common/status/status.h"
#include "service/dialect/ahrefs_v3/columns.h"
#include "service/dialect/http_answer.h"
#include "service/dialect/plain_text.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

// *Assumed*, because the texts of a 400 are not documented: a text with one of
// these words blames what it names. Messages repeat none of the text.
constexpr std::array<std::string_view, 6> kBlame = {
    "bad", "invalid", "unknown", "not found", "not supported", "unsupported"};

bool Blames(std::string_view lower) {
  return std::any_of(kBlame.begin(), kBlame.end(), [&](std::string_view word) {
    return Contains(lower, word);
  });
}

// Returns whether the text contains the name, and not as part of a longer name.
bool Names(std::string_view text, std::string_view name) {
  const auto is_part_of_word = [](char c) {
    return c == '_' || absl::ascii_isalnum(static_cast<unsigned char>(c));
  };
  for (size_t at = text.find(name); at != text.npos;
       at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    if ((at == 0 || !is_part_of_word(text[at - 1])) &&
        (end == text.size() || !is_part_of_word(text[end]))) {
      return true;
    }
  }
  return false;
}

// Returns whether the text contains the field in quotes. Without quotes it may
// be an ordinary word.
bool NamesField(std::string_view text, std::string_view field) {
  return Contains(text, fmt::format("'{}'", field)) ||
         Contains(text, fmt::format("\"{}\"", field)) ||
         Contains(text, fmt::format("`{}`", field));
}

absl::Status BlameColumn(const ResponseHead& head, const Column& column) {
  return WithMetadata(
      HttpError(Reason::kCallerRejected, head,
                fmt::format("it rejected the column '{}'", column.name)),
      "column", column.name);
}

// Returns the error for a column or target of the caller that v3 rejects.
absl::Status CallersPart(const ResponseHead& head, std::string_view lower) {
  if (head.status != 400 || !Blames(lower)) return absl::OkStatus();
  for (const Column& column : AllColumns()) {
    const std::string_view field = V3FieldOf(column.number);
    if (field.empty()) continue;
    if (NamesField(lower, field)) return BlameColumn(head, column);
  }
  if (!Names(lower, "target")) return absl::OkStatus();
  return WithMetadata(
      HttpError(Reason::kCallerRejected, head, "it rejected the target"),
      "parameter", "target");
}

// Returns whether the text reports an exhausted account. Observed: "API units
// limit reached. Expected usage: 50, API units left: 0". A limit of rows is the
// cap of the plan per request, and cannot be exhausted.
bool MeansQuota(std::string_view lower) {
  return Names(lower, "units") || Contains(lower, "exhausted") ||
         ((Names(lower, "limit") || Names(lower, "limits")) &&
          !Names(lower, "row") && !Names(lower, "rows"));
}

absl::Status ForbiddenError(const ResponseHead& head, std::string_view lower) {
  if (MeansQuota(lower)) {
    return HttpError(Reason::kUpstreamQuota, head,
                     "this server's account there is spent");
  }
  return HttpError(Reason::kUpstreamRejected, head,
                   "this server's plan there does not include this");
}

}  // namespace

absl::Status CheckV3Head(const ResponseHead& head) {
  if (head.status == 403) return ForbiddenError(head, "");
  return CheckHttpHead(head);
}

bool V3NeedsErrorBody(const ResponseHead& head) {
  return MayExplainError(head);
}

absl::Status V3ErrorOf(const ResponseHead& head, std::string_view text) {
  const std::string lower = Lower(text);
  if (head.status == 403) return ForbiddenError(head, lower);
  BACKLINKS_RETURN_IF_ERROR(CallersPart(head, lower));
  BACKLINKS_RETURN_IF_ERROR(CheckHttpHead(head));
  return HttpError(Reason::kUpstreamRejected, head,
                   "an error that is not among those known");
}

}  // namespace backlinks::dialect::ahrefs_v3
