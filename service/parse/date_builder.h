// Builds predicates on date columns from the text of a date.
//
// A date without a time means the whole day in UTC: "<= D" includes the day, ">
// D" excludes it, "= D" is the day. A date with a time (RFC 3339) is an
// instant: "= T" is its nanosecond.
#ifndef BACKLINKS_SERVICE_PARSE_DATE_BUILDER_H_
#define BACKLINKS_SERVICE_PARSE_DATE_BUILDER_H_

#include <string>
#include <string_view>

#include "backlinks/v1/filter.pb.h"
#include "service/common/column/column.h"
#include "service/common/parse/predicate_builder.h"

namespace backlinks {

// Builds `column op date`, negation included; `op` is one of = != < <= > >=. No
// Timestamp is after 9999-12-31: "<= 9999-12-31" is true wherever the column is
// present, "> 9999-12-31" nowhere.
Expected BuildDateComparison(const Column& column, std::string_view op,
                             const std::string& value, v1::Filter& out);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PARSE_DATE_BUILDER_H_
