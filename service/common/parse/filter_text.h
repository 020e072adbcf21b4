// Parses filter text into a Filter. One grammar serves people and old v2
// conditions; docs/filters.md describes it for users.
//
//   filter     = factor { ("AND" | ",") factor } [ "," ]
//   factor     = term { "OR" term }            OR binds tighter than AND, as
//                                              in AIP-160; brackets help.
//   term       = { "NOT" | "-" } simple
//   simple     = "(" filter ")" | function | comparison | column | "TRUE"
//                | "FALSE"
//   comparison = column operator value
//   operator   = "=" | "!=" | "<>" | "<" | "<=" | ">" | ">=" | ":"
//   function   = name "(" column { "," value } ")"
//
// Operators: on text = != and ":" (contains); on numbers all (":" is "=");
//            on dates all but ":"; on booleans and link_type = and !=. A
//            boolean column alone means that it is true; "column:*" that it is
//            there.
// Functions: contains or substring; has_word or word; starts_with; ends_with;
//            matches (RE2); subdomain_of or subdomain; any_of(column, value,
//            …); unset(column). On text, a last argument ignore_case that is
//            not in quotes compares without regard to case.
// Values:    in double or single quotes with the escapes \\ \" \' \* and \0, or
//            bare (filter_token.h defines where those end). A date is
//            YYYY-MM-DD, meaning the whole day (UTC), or RFC 3339, meaning an
//            instant.
// Rejected:  ambiguous text: other escapes, an asterisk without a backslash in
//            a comparison or set of texts, quotation marks other than the
//            straight ones.
// Constants: TRUE is always true, FALSE always false.
//
// Errors: INVALID_QUERY with the position (bytes from 1) and what was expected
//         there, also in the metadata ("position", "expected").
// Limits: 512 KiB, which the text of no valid filter exceeds; 64 levels of
//         brackets and negations.
// Threads: stateless.
// Source: https://google.aip.dev/160; API v2's documented conditions.
#ifndef BACKLINKS_SERVICE_COMMON_PARSE_FILTER_TEXT_H_
#define BACKLINKS_SERVICE_COMMON_PARSE_FILTER_TEXT_H_

#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"
#include "backlinks/v1/filter.pb.h"

namespace backlinks {

inline constexpr size_t kMaxFilterText = 512 << 10;

// `position`, if not null, is set to that of the error, from 1.
absl::StatusOr<v1::Filter> ParseFilterText(std::string_view text,
                                           size_t* position = nullptr);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_PARSE_FILTER_TEXT_H_
