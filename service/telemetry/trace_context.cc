#include "service/telemetry/trace_context.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "re2/re2.h"

namespace backlinks::telemetry {
namespace {

constexpr size_t kMaxMembers = 32;

re2::StringPiece Piece(std::string_view text) {
  return {text.data(), text.size()};
}

bool IsZero(const std::string& bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char byte) { return byte == 0; });
}

// Later versions may append fields, but keep these.
std::optional<TraceContext> ReadTraceparent(std::string_view header) {
  static const RE2* const pattern = new RE2(
      "([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  std::string version, trace_id, parent_id, flags, rest;
  if (!RE2::FullMatch(Piece(header), *pattern, &version, &trace_id, &parent_id,
                      &flags, &rest)) {
    return std::nullopt;
  }
  if (version == "ff" || (version == "00" && !rest.empty())) {
    return std::nullopt;
  }
  TraceContext context{.trace_id = absl::HexStringToBytes(trace_id),
                       .parent_id = absl::HexStringToBytes(parent_id),
                       .sampled = (absl::HexStringToBytes(flags)[0] & 1) != 0};
  if (IsZero(context.trace_id) || IsZero(context.parent_id)) {
    return std::nullopt;
  }
  return context;
}

// Returns "" for a list that is not valid.
std::string ReadTracestate(const std::vector<std::string_view>& headers) {
  // Matches one member, which may be empty, up to its comma.
  static const RE2* const pattern = new RE2(
      "[ \\t]*(?:(([a-z0-9][a-z0-9_*/-]{0,255}|"
      "[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})="
      "[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}"
      "[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]))?[ \\t]*(?:,|$)");
  std::vector<std::string> members;
  std::set<std::string> keys;
  for (const std::string_view header : headers) {
    re2::StringPiece rest = Piece(header);
    while (!rest.empty()) {
      std::string member, key;
      if (!RE2::Consume(&rest, *pattern, &member, &key)) return "";
      if (member.empty()) continue;
      if (!keys.insert(key).second) return "";
      members.push_back(std::move(member));
    }
  }
  if (members.size() > kMaxMembers) return "";
  return fmt::format("{}", fmt::join(members, ","));
}

}  // namespace

std::optional<TraceContext> ReadTraceContext(
    const std::vector<std::string_view>& traceparents,
    const std::vector<std::string_view>& tracestates) {
  if (traceparents.size() != 1) return std::nullopt;
  auto context = ReadTraceparent(traceparents.front());
  if (context) context->state = ReadTracestate(tracestates);
  return context;
}

}  // namespace backlinks::telemetry
