// What v3 means by a row and by a filter, said as plainly as its description
// says it: the oracle of the tests. Shares no code with service/.
//
// Assumed: of the case of letters, ASCII; of regular expressions, what RE2 has
// in common with ECMAScript. No numbers beyond 2⁵³.
#ifndef BACKLINKS_TESTS_EMBEDDED_AHREFS_V3_ORACLE_H_
#define BACKLINKS_TESTS_EMBEDDED_AHREFS_V3_ORACLE_H_

#include <string>
#include <vector>

#include "boost/json/object.hpp"
#include "boost/json/value.hpp"
#include "tests/support/random_source.h"

namespace backlinks::embedded::testing_embedded {

enum class V3Kind { kText, kInt, kRating, kDate, kBool, kTextList };

struct V3FieldFacts {
  std::string name;
  std::string column;  // Of the table.
  V3Kind kind;
};

// The 24 fields of columns, then the names of hosts.
const std::vector<V3FieldFacts>& V3Fields();

// Every field of V3Fields.
boost::json::object V3RowOf(const boost::json::object& row);

// Whether a valid filter holds for a row of v3.
bool HoldsInV3(const boost::json::value& filter,
               const boost::json::object& row);

// A row of the table with its number as page_size; any other column but url_to
// may be absent.
boost::json::object RandomTableRow(testing_support::RandomSource& random,
                                   int64_t number);

// Values to compare a field of this kind with, among them those of the rows.
const std::vector<boost::json::value>& V3ValuesOf(V3Kind kind);

// Those that may be used on the kind.
std::vector<std::string> V3OperatorsOf(V3Kind kind);

}  // namespace backlinks::embedded::testing_embedded

#endif  // BACKLINKS_TESTS_EMBEDDED_AHREFS_V3_ORACLE_H_
