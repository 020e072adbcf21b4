#include "service/embedded/fault.h"

#include <array>
#include <utility>

#include "fmt/format.h"
#include "service/embedded/literal.h"

namespace backlinks::embedded {
namespace {

constexpr std::array<std::pair<std::string_view, Fault::Body>, 4> kBodies{{
    {"cut", Fault::Body::kCut},
    {"reset", Fault::Body::kReset},
    {"stall", Fault::Body::kStall},
    {"garbage", Fault::Body::kGarbage},
}};
constexpr std::string_view kAfterBytes = "_after_bytes";
constexpr std::string_view kAfterRows = "_after_rows";

// Parses "cut_after_rows" and its like: where the body is interrupted, and how.
bool SetBreak(std::string_view name, int64_t value, Fault& fault) {
  const bool by_rows = name.ends_with(kAfterRows);
  if (!by_rows && !name.ends_with(kAfterBytes)) return false;
  name.remove_suffix(by_rows ? kAfterRows.size() : kAfterBytes.size());
  for (const auto& [body_name, body] : kBodies) {
    if (name != body_name) continue;
    fault.body = body;
    fault.after_bytes = by_rows ? 0 : value;
    fault.after_rows = by_rows ? std::optional(value) : std::nullopt;
    return true;
  }
  return false;
}

bool SetNumber(std::string_view name, int64_t value, Fault& fault) {
  if (SetBreak(name, value, fault)) return true;
  if (name == "status" && value >= 200 && value <= 599) {
    fault.status = static_cast<int>(value);
  } else if (name == "retry_after") {
    fault.retry_after = static_cast<int>(value);
  } else if (name == "delay_ms") {
    fault.delay_ms = value;
  } else if (name == "count") {
    fault.count = value;
  } else {
    return false;
  }
  return true;
}

bool SetPart(std::string_view part, Fault& fault) {
  const size_t equals = part.find('=');
  const std::string_view name = part.substr(0, equals);
  if (equals == part.npos) {
    fault.html |= name == "html";
    fault.unstable |= name == "unstable";
    return name == "html" || name == "unstable";
  }
  const std::string_view value = part.substr(equals + 1);
  if (name == "error") {
    fault.error = std::string(value);
    return true;
  }
  const auto number = ParseCount(value);
  return number && SetNumber(name, *number, fault);
}

}  // namespace

absl::StatusOr<Fault> ParseFault(std::string_view spec) {
  Fault fault;
  while (!spec.empty()) {
    const size_t comma = spec.find(',');
    const std::string_view part = spec.substr(0, comma);
    if (!SetPart(part, fault)) {
      return absl::InvalidArgumentError(
          fmt::format("unknown fault \"{}\"", part));
    }
    spec = comma == spec.npos ? std::string_view() : spec.substr(comma + 1);
  }
  return fault;
}

}  // namespace backlinks::embedded
