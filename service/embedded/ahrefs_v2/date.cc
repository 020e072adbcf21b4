#include "service/embedded/ahrefs_v2/date.h"

#include <string>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/embedded/literal.h"

namespace backlinks::embedded::ahrefs_v2 {
namespace {

constexpr size_t kDayLength = std::string_view("2013-10-26").size();

// Returns the first time after the day or second that the literal means.
absl::Time EndOf(std::string_view literal, absl::Time time) {
  if (literal.size() == kDayLength) return time + absl::Hours(24);
  return absl::FromUnixSeconds(absl::ToUnixSeconds(time) + 1);
}

}  // namespace

std::optional<SqlCondition> CompareV2Date(std::string_view column,
                                          std::string_view op,
                                          std::string_view literal) {
  const std::optional<absl::Time> time = ParseQueryDate(literal);
  if (!time) return std::nullopt;
  // The literal means the times from `first` until before `next`.
  const SqlValue first = SortableDate(*time);
  const SqlValue next = SortableDate(EndOf(literal, *time));
  if (op == "=" || op == "<>") {
    return SqlCondition{fmt::format("(\"{0}\" >= ? AND \"{0}\" < ?) IS {1}TRUE",
                                    column, op == "=" ? "" : "NOT "),
                        {first, next}};
  }
  const bool by_first = op == "<" || op == ">=";
  const bool is_before = op == "<" || op == "<=";
  return SqlCondition{
      fmt::format("\"{}\" {} ?", column, is_before ? "<" : ">="),
      {by_first ? first : next}};
}

}  // namespace backlinks::embedded::ahrefs_v2
