// Evaluates conditions in API v3's words over rows, by a reader of its own.
#ifndef BACKLINKS_TESTS_DIALECT_AHREFS_V3_CONDITION_H_
#define BACKLINKS_TESTS_DIALECT_AHREFS_V3_CONDITION_H_

#include <map>
#include <string>
#include <string_view>

#include "boost/json/value.hpp"
#include "service/model/keyset_position.h"

namespace backlinks::dialect::ahrefs_v3 {

// The values of a row by v3's fields. Numbers all as NumberLiteral.
using V3Row = std::map<std::string, KeyValue, std::less<>>;

// A condition as JSON, however deep; what is none fails the test.
boost::json::value ParseV3Condition(std::string_view condition);

// Whether the row meets it. Comparisons do not hold on what is null; true is
// above false; times are compared as such, text by bytes. Fails the test for
// what breaks v3's grammar, and for operators that order nothing.
bool V3Holds(const boost::json::value& condition, const V3Row& row);

// Below 0, 0 or above: how two values of one column compare; null
// is below everything.
int CompareValues(const KeyValue& one, const KeyValue& other);

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_TESTS_DIALECT_AHREFS_V3_CONDITION_H_
