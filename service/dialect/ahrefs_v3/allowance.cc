#include "service/dialect/ahrefs_v3/allowance.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "service/common/text/decimal.h"
#include "service/dialect/plain_text.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

// Returns empty if there is no such limit, or if it is not a number (null is
// unlimited).
std::optional<Allowance> Read(const FlatDocument& members,
                              std::string_view limit_name,
                              std::string_view usage_name) {
  const auto limit = text::ParseMilli(Member(members, limit_name));
  const auto usage = text::ParseMilli(Member(members, usage_name));
  if (!limit || !usage || *limit < 0 || *usage < 0) return std::nullopt;
  return Allowance{
      .remaining = std::max<MilliPrice>(*limit - *usage, 0),
      .limit = *limit,
      .subscription = std::string(Member(members, "subscription"))};
}

}  // namespace

std::optional<Allowance> ReadV3Allowance(const FlatDocument& members) {
  const auto workspace =
      Read(members, "units_limit_workspace", "units_usage_workspace");
  const auto key = Read(members, "units_limit_api_key", "units_usage_api_key");
  if (!workspace || !key) return workspace ? workspace : key;
  return key->remaining < workspace->remaining ? key : workspace;
}

}  // namespace backlinks::dialect::ahrefs_v3
