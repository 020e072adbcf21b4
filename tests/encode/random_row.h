// Rows of random cells.
#ifndef BACKLINKS_TESTS_ENCODE_RANDOM_ROW_H_
#define BACKLINKS_TESTS_ENCODE_RANDOM_ROW_H_

#include <string>

#include "service/model/row.h"
#include "tests/support/random_source.h"

namespace backlinks::encode::encode_testing {

std::string RandomText(testing_support::RandomSource& random);

// Most columns.
ColumnSet RandomColumns(testing_support::RandomSource& random);

// Clears the row, and sets few or many of its columns.
void FillRandomly(testing_support::RandomSource& random, Row& row);

}  // namespace backlinks::encode::encode_testing

#endif  // BACKLINKS_TESTS_ENCODE_RANDOM_ROW_H_
