// Filter texts and what becomes of them, in one line each.
#ifndef BACKLINKS_TESTS_COMMON_PARSE_PARSED_TEXT_H_
#define BACKLINKS_TESTS_COMMON_PARSE_PARSED_TEXT_H_

#include <string>
#include <string_view>

#include "service/common/parse/filter_text.h"
#include "service/common/status/status.h"
#include "tests/support/message_text.h"

namespace backlinks {

struct ParsedText {
  std::string_view text;
  std::string_view expected;  // As ParsedTextOf returns it.
};

// The filter as a text proto in one line, or "at N: expected …".
inline std::string ParsedTextOf(std::string_view text) {
  const auto filter = ParseFilterText(text);
  if (filter.ok()) return testing_support::MessageText(*filter);
  const auto violations = GetViolations(filter.status());
  return violations.size() == 1 ? violations[0].description
                                : filter.status().ToString();
}

}  // namespace backlinks

#endif  // BACKLINKS_TESTS_COMMON_PARSE_PARSED_TEXT_H_
