// Builds the parts of API v3's filter expressions, which are JSON.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_LITERALS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_LITERALS_H_

#include <string>
#include <string_view>
#include <vector>

#include "backlinks/v1/refpage.pb.h"
#include "service/model/row.h"

namespace backlinks::dialect::ahrefs_v3 {

// Returns a text as a JSON string, so that no value can end its own literal.
// UTF-8 is kept.
std::string TextInV3(std::string_view text);

// Returns a time of the years 1 to 9999 as a JSON string:
// "2013-10-26T20:19:04Z", with as many digits of a second as needed.
std::string TimeInV3(const Time& time);

// Returns v3's words for a link type, as JSON strings. Empty for the
// unspecified one.
std::vector<std::string> LinkTypesInV3(v1::LinkType type);

// Returns {"field":F,"is":condition}; the condition is JSON: "\"is_null\"".
std::string IsInV3(std::string_view field, std::string_view condition);

// Returns {"field":F,"is":[op,literal]}; the operator is a plain word, the
// literal is JSON.
std::string CompareInV3(std::string_view field, std::string_view op,
                        std::string_view literal);

// Returns {"field":F,"list_is":{"any":[op,literal]}}, which holds if it holds
// for at least one element of a list.
std::string CompareAnyInV3(std::string_view field, std::string_view op,
                           std::string_view literal);

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_LITERALS_H_
