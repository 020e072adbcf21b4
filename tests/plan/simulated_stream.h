// Streams a plan from a table that is made up: what a pager's driver does,
// without sockets and rows.
#ifndef BACKLINKS_TESTS_PLAN_SIMULATED_STREAM_H_
#define BACKLINKS_TESTS_PLAN_SIMULATED_STREAM_H_

#include <cstdint>
#include <vector>

#include "service/model/cursor.h"
#include "service/plan/pager.h"
#include "tests/support/random_source.h"

namespace backlinks::plan {

struct SimulatedUpstream {
  std::vector<bool> passes;  // Of every row that there is.
  bool tells_count = true;   // In the head of its answers.
  int64_t cap = 0;           // Rows a page, clamped in silence; 0: none.
  int break_percent = 0;     // Of the pages, anywhere after the head.
  int restart_percent = 0;   // After a page, whole or not: another pager.
};

struct SimulatedPage {
  Page page;
  int64_t received = 0;
  int64_t charged = 0;  // Rows.
  enum class End { kWhole, kBroken, kLeft } end = End::kWhole;
};

struct SimulatedStream {
  std::vector<SimulatedPage> pages;
  std::vector<int64_t> delivered;  // Rows, by their number in the table.
  Cursor cursor;
  EndReason end_reason = EndReason::kExhausted;
  MilliPrice spent = 0;  // Of all pagers, likewise:
  MilliPrice repeated = 0;
};

// From `cursor`, until the pager ends it.
SimulatedStream Stream(const dialect::Dialect& dialect, const Plan& plan,
                       const SimulatedUpstream& upstream,
                       testing_support::RandomSource& random,
                       const Cursor& cursor = {});

// A table of `rows` rows that all pass, and an upstream that never breaks.
SimulatedStream StreamAll(const dialect::Dialect& dialect, const Plan& plan,
                          int64_t rows, const Cursor& cursor = {});

}  // namespace backlinks::plan

#endif  // BACKLINKS_TESTS_PLAN_SIMULATED_STREAM_H_
