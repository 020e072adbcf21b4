#include "tests/plan/simulated_stream.h"

#include <algorithm>

#include "gtest/gtest.h"

namespace backlinks::plan {
namespace {

using End = SimulatedPage::End;
using testing_support::RandomSource;

class Driver {
 public:
  Driver(const dialect::Dialect& dialect, const Plan& plan,
         const SimulatedUpstream& upstream, RandomSource& random,
         SimulatedStream& stream)
      : dialect_(dialect),
        plan_(plan),
        upstream_(upstream),
        random_(random),
        stream_(stream),
        position_(stream.cursor) {}

  // False: another pager resumes.
  bool RunPager() {
    Pager pager(dialect_, plan_, position_);
    bool restarts = false;
    while (!restarts) {
      const std::optional<Page> page = pager.Next();
      if (!page) break;
      ReadPage(*page, pager);
      restarts = random_.Percent(upstream_.restart_percent);
    }
    stream_.end_reason = pager.end_reason();
    stream_.spent += pager.spent();
    stream_.repeated += pager.repeated();
    stream_.cursor = position_.Snapshot();
    return !restarts;
  }

 private:
  void ReadPage(const Page& page, Pager& pager) {
    EXPECT_EQ(page.offset + page.skip, position_.scanned());
    EXPECT_GT(page.limit, page.skip);
    const int64_t rows = RowsOf(page);
    pager.OnHead(page,
                 upstream_.tells_count ? std::optional(rows) : std::nullopt);
    const bool breaks = random_.Percent(upstream_.break_percent);
    const int64_t received = breaks ? random_.Below(rows + 1) : rows;
    const bool left = TakeRows(page, received);
    const int64_t told = upstream_.tells_count ? rows : page.limit;
    if (left) {
      stream_.pages.push_back({page, received, told, End::kLeft});
    } else if (breaks) {
      stream_.pages.push_back({page, received, told, End::kBroken});
      pager.OnInterruption(page, received);
    } else {
      stream_.pages.push_back({page, rows, rows, End::kWhole});
      pager.OnEnd(page, rows);
    }
  }

  int64_t RowsOf(const Page& page) {
    const auto there = static_cast<int64_t>(upstream_.passes.size());
    const int64_t rows =
        std::clamp<int64_t>(there - page.offset, 0, page.limit);
    return upstream_.cap == 0 ? rows : std::min(rows, upstream_.cap);
  }

  // True: the page is left in the middle, with all rows that were wanted.
  bool TakeRows(const Page& page, int64_t received) {
    for (int64_t i = page.skip; i < received; ++i) {
      const int64_t row = position_.scanned();
      position_.ReadRow(plan_.total_order ? row : page.offset, 0);
      if (plan_.residual && !upstream_.passes[row]) continue;
      position_.DeliverRow();
      stream_.delivered.push_back(row);
      if (plan_.row_limit == position_.sent() && i + 1 < received) return true;
    }
    return false;
  }

  const dialect::Dialect& dialect_;
  const Plan& plan_;
  const SimulatedUpstream& upstream_;
  RandomSource& random_;
  SimulatedStream& stream_;
  StreamPosition position_;
};

}  // namespace

SimulatedStream Stream(const dialect::Dialect& dialect, const Plan& plan,
                       const SimulatedUpstream& upstream, RandomSource& random,
                       const Cursor& cursor) {
  SimulatedStream stream = {.cursor = cursor};
  Driver driver(dialect, plan, upstream, random, stream);
  while (!driver.RunPager()) {
    EXPECT_LT(stream.pages.size(), 100'000U);
  }
  return stream;
}

SimulatedStream StreamAll(const dialect::Dialect& dialect, const Plan& plan,
                          int64_t rows, const Cursor& cursor) {
  RandomSource random(0);
  return Stream(dialect, plan, {.passes = std::vector<bool>(rows, true)},
                random, cursor);
}

}  // namespace backlinks::plan
