#include "service/embedded/v2_date.h"

#include <string>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/embedded/v2_literal.h"

namespace backlinks {
namespace {

constexpr size_t kDayLength = std::string_view("2013-10-26").size();

// The last second that the literal means, as cells have it: they are whole
// seconds.
std::string LastSecond(std::string_view literal, const std::string& first) {
  if (literal.size() != kDayLength) return first;
  return fmt::format("{}T23:59:59Z", literal);
}

}  // namespace

std::optional<SqlCondition> CompareV2Date(std::string_view column,
                                          std::string_view op,
                                          std::string_view literal) {
  const std::optional<absl::Time> time = ParseQueryDate(literal);
  if (!time) return std::nullopt;
  const std::string first = SortableDate(*time);
  const std::string last = LastSecond(literal, first);
  if (op == "=" || op == "<>") {
    return SqlCondition{fmt::format("(\"{}\" BETWEEN ? AND ?) IS {}TRUE",
                                    column, op == "=" ? "" : "NOT "),
                        {SqlValue(first), SqlValue(last)}};
  }
  const bool by_first = op == "<" || op == ">=";
  return SqlCondition{fmt::format("\"{}\" {} ?", column, op),
                      {SqlValue(by_first ? first : last)}};
}

}  // namespace backlinks
