// Evaluates the residual of a filter on the decoded cells of a row.
//
// In:      a validated filter, in normal form or not.
// Logic:   two-valued: a predicate on an absent column is false, and its NOT is
//          true.
// Text:    compared by bytes; with ignore_case after Unicode simple case
//          folding; has_word as in common/text/word.h; matches by RE2 (partial
//          match); subdomain_of on the host of the URL, ignoring case.
// Cost:    expressions are compiled, texts folded and sets indexed once.
// Threads: immutable after Compile.
//
// Example:
//   auto filter = RowFilter::Compile(node);
//   if ((*filter)->Holds(row)) …
#ifndef BACKLINKS_SERVICE_EVALUATE_ROW_FILTER_H_
#define BACKLINKS_SERVICE_EVALUATE_ROW_FILTER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "service/model/filter.h"
#include "service/model/row.h"

namespace backlinks::evaluate {

class RowFilter {
 public:
  virtual ~RowFilter() = default;

  // Errors: INVALID_QUERY for an expression that RE2 rejects, which a validated
  // filter does not have.
  static absl::StatusOr<std::unique_ptr<RowFilter>> Compile(
      const FilterNode& filter);

  virtual bool Holds(const Row& row) const = 0;
};

}  // namespace backlinks::evaluate

#endif  // BACKLINKS_SERVICE_EVALUATE_ROW_FILTER_H_
