// An upstream without offset, in memory: it orders, begins after a keyset
// position and cuts off as one would, with rows that are equal in its order
// shuffled anew for every request.
#ifndef BACKLINKS_TESTS_STREAM_KEYSET_SIMULATOR_H_
#define BACKLINKS_TESTS_STREAM_KEYSET_SIMULATOR_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "service/plan/pager.h"
#include "service/stream/keyset_paginator.h"
#include "tests/plan/fake_dialect.h"
#include "tests/support/random_source.h"

namespace backlinks::stream::testing_keysets {

using Keys = std::vector<KeyValue>;

// Below 0, 0 or above: a missing value is below every other, a written number
// is compared by its value, text by bytes.
int Compare(const KeyValue& a, const KeyValue& b);

// The same over an order; of two lists that are not equally long the shorter
// one says how far.
int Compare(const Keys& a, const Keys& b, const std::vector<OrderKey>& order);

class KeysetUpstream {
 public:
  KeysetUpstream(std::vector<Row> rows, int64_t cap)
      : rows_(std::move(rows)), cap_(cap) {}

  std::vector<Row> Answer(const Plan& plan, const Page& page,
                          testing_support::RandomSource& random);

  const std::vector<Row>& rows() const { return rows_; }
  std::vector<Row>& mutable_rows() { return rows_; }
  int64_t requests() const { return requests_; }

 private:
  std::vector<Row> rows_;
  int64_t cap_;  // Clamps in silence; 0: none.
  int64_t requests_ = 0;
};

// A table full of ties and nulls over these columns; `unique` numbers the rows
// in the column page_size. Of the texts `long_percent` are too long for a page
// to begin at them.
std::vector<Row> RandomRows(testing_support::RandomSource& random,
                            int64_t count, bool unique, int long_percent = 0);

// The columns that RandomRows sets and an order may have.
ColumnSet OrderableColumns();

// The plan that the planner makes for an order and what is selected.
Plan MakePlan(const std::vector<OrderKey>& order, ColumnSet select,
              int64_t page_rows);

// What a stream over it gives.
struct Outcome {
  absl::Status status;
  std::vector<Row> rows;
};

struct StreamOptions {
  int break_percent = 0;    // Of pages that break somewhere.
  int restart_percent = 0;  // Of pages after which another call resumes.
};

Outcome ReadAll(const dialect::Dialect& dialect, const Plan& plan,
                KeysetUpstream& upstream, const StreamOptions& options,
                testing_support::RandomSource& random);

}  // namespace backlinks::stream::testing_keysets

#endif  // BACKLINKS_TESTS_STREAM_KEYSET_SIMULATOR_H_
