// Reads back what was said in API v2's words: query strings and conditions,
// by a parser of its own, and evaluates the conditions over rows.
#ifndef BACKLINKS_TESTS_SUPPORT_V2_TEXT_H_
#define BACKLINKS_TESTS_SUPPORT_V2_TEXT_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backlinks/v1/refpage.pb.h"

namespace backlinks::testing_support {

// The parameters of a request target after its "?", decoded, in order;
// nothing: a percent sign without two hex digits, or a byte that had to be
// encoded.
using Parameters = std::vector<std::pair<std::string, std::string>>;
std::optional<Parameters> ParseQueryString(std::string_view target);

struct V2Condition {
  std::string column;
  std::string op;       // "=", "<>" …, "substring", "word", "subdomain".
  std::string literal;  // Unescaped.
  bool quoted = false;
};

// A `where` or `having`; nothing: it breaks v2's grammar. "" is no condition.
std::optional<std::vector<V2Condition>> ParseV2(std::string_view text);

// Whether all conditions hold: by v2's documentation, and where it is silent
// as the dialect's header assumes. On a column that is not there only `<>`
// holds.
bool V2Holds(const std::vector<V2Condition>& conditions,
             const v1::Refpage& row);

}  // namespace backlinks::testing_support

#endif  // BACKLINKS_TESTS_SUPPORT_V2_TEXT_H_
