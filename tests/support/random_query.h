// Random valid filters, requests and rows over a small stock of values, so
// that tests hit and miss alike.
#ifndef BACKLINKS_TESTS_SUPPORT_RANDOM_QUERY_H_
#define BACKLINKS_TESTS_SUPPORT_RANDOM_QUERY_H_

#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"
#include "tests/support/random_source.h"

namespace backlinks::testing_support {

struct FilterOptions {
  bool having = false;  // Columns of `having` rather than of `where`.
  int max_depth = 5;
  // Of these columns alone, as far as they may be used; empty: of any.
  std::vector<int> columns;
  // Per cent of the groups that are OR; of the predicates that API v2 has no
  // words for.
  int or_percent = 30;
  int rich_percent = 30;
};

// Valid, and every predicate type, test and group occurs.
v1::Filter RandomFilter(RandomSource& random, const FilterOptions& options);

// Valid in all its parts.
v1::StreamRefpagesRequest RandomRequest(RandomSource& random);

// Every column of `absent_percent` is absent.
v1::Refpage RandomRefpage(RandomSource& random, int absent_percent);

}  // namespace backlinks::testing_support

#endif  // BACKLINKS_TESTS_SUPPORT_RANDOM_QUERY_H_
