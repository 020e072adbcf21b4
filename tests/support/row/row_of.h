// The row that a message of the contract tells of.
#ifndef BACKLINKS_TESTS_SUPPORT_ROW_ROW_OF_H_
#define BACKLINKS_TESTS_SUPPORT_ROW_ROW_OF_H_

#include "backlinks/v1/refpage.pb.h"
#include "service/model/row.h"

namespace backlinks::testing_support {

// Every column that is set, `link_type_word` and `other_columns`.
Row RowOf(const v1::Refpage& page);

}  // namespace backlinks::testing_support

#endif  // BACKLINKS_TESTS_SUPPORT_ROW_ROW_OF_H_
