// What the generated class makes of a row.
#ifndef BACKLINKS_TESTS_ENCODE_GENERATED_ROW_H_
#define BACKLINKS_TESTS_ENCODE_GENERATED_ROW_H_

#include <string>

#include "service/model/row.h"

namespace backlinks::encode::encode_testing {

// A StreamRefpagesResponse of the row's columns in `deliver`, serialized
// deterministically.
std::string Expected(const Row& row, const ColumnSet& deliver);

}  // namespace backlinks::encode::encode_testing

#endif  // BACKLINKS_TESTS_ENCODE_GENERATED_ROW_H_
