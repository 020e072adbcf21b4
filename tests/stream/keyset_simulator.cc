#include "tests/stream/keyset_simulator.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/plan/tie_breakers.h"
#include "service/stream/keyset_keys.h"

namespace backlinks::stream::testing_keysets {
namespace {

using testing_support::RandomSource;

int ColumnOf(std::string_view name) { return FindColumn(name)->number; }

template <typename Value>
int Order(const Value& a, const Value& b) {
  if (a < b) return -1;
  return b < a ? 1 : 0;
}

double NumberOf(const NumberLiteral& number) {
  return std::strtod(number.text.c_str(), nullptr);
}

// Of rows sorted by the plan's order, those that a page may begin with.
bool IsInside(const Row& row, const Plan& plan,
              const KeysetPosition& position) {
  const bool in_full_order =
      position.in_full_order && !position.full_order_keys.empty();
  const std::vector<OrderKey>& order =
      in_full_order ? plan.full_order_by : plan.order_by;
  Keys at = position.keys;
  if (in_full_order)
    at.insert(at.end(), position.full_order_keys.begin(),
              position.full_order_keys.end());
  const int compared = Compare(KeysOf(row, order), at, order);
  return position.after_equals ? compared > 0 : compared >= 0;
}

class Collector final : public FreshRows {
 public:
  Collector(const Plan& plan, plan::StreamPosition& position,
            std::vector<Row>& rows)
      : plan_(plan), position_(position), rows_(rows) {}
  bool Full() const override {
    return plan_.row_limit && position_.sent() >= *plan_.row_limit;
  }
  absl::Status OnFresh(const Row& row) override {
    position_.DeliverRow();
    rows_.push_back(row);
    return absl::OkStatus();
  }

 private:
  const Plan& plan_;
  plan::StreamPosition& position_;
  std::vector<Row>& rows_;
};

// One call: as the streamer does it.
struct Call {
  Call(const dialect::Dialect& dialect, const Plan& plan, const Cursor& cursor,
       std::vector<Row>& rows)
      : position(cursor),
        collector(plan, position, rows),
        pager(dialect, plan, position),
        paginator(dialect, plan, position, collector) {}

  plan::StreamPosition position;
  Collector collector;
  plan::Pager pager;
  KeysetPaginator paginator;
};

// The rows of a piece of a page, which are valid together.
constexpr int64_t kPieceRows = 3;

// Passes the rows to the paginator, and interrupts after `whole` of them.
absl::Status ReadPage(Call& call, const Page& page,
                      const std::vector<Row>& rows, int64_t whole) {
  call.paginator.Begin(page);
  call.pager.OnHead(page, std::nullopt);
  for (int64_t i = 0; i < whole && !call.collector.Full(); ++i) {
    absl::Status status = call.paginator.OnRow(rows[i]);
    if (!status.ok() || i % kPieceRows == 0) call.paginator.OnRowEnds();
    BACKLINKS_RETURN_IF_ERROR(status);
  }
  call.paginator.OnRowEnds();
  if (whole < static_cast<int64_t>(rows.size())) {
    call.pager.OnInterruption(page, whole);
    return absl::OkStatus();
  }
  call.pager.OnEnd(page, whole);
  return call.collector.Full() ? absl::OkStatus() : call.paginator.End();
}

}  // namespace

int Compare(const KeyValue& a, const KeyValue& b) {
  if (a.index() != b.index()) return Order(a.index(), b.index());
  return std::visit(
      [&b](const auto& value) {
        using Value = std::decay_t<decltype(value)>;
        const auto& other = std::get<Value>(b);
        if constexpr (std::is_same_v<Value, std::monostate>) {
          return 0;
        } else if constexpr (std::is_same_v<Value, NumberLiteral>) {
          return Order(NumberOf(value), NumberOf(other));
        } else {
          return Order(value, other);
        }
      },
      a);
}

int Compare(const Keys& a, const Keys& b, const std::vector<OrderKey>& order) {
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const int compared = Compare(a[i], b[i]);
    if (compared != 0) return order[i].descending ? -compared : compared;
  }
  return 0;
}

std::vector<Row> KeysetUpstream::Answer(const Plan& plan, const Page& page,
                                        RandomSource& random) {
  ++requests_;
  std::vector<Row> rows;
  for (const Row& row : rows_) {
    if (!page.from || IsInside(row, plan, *page.from)) rows.push_back(row);
  }
  for (size_t i = 1; i < rows.size(); ++i) {
    std::swap(rows[i], rows[random.Below(static_cast<int64_t>(i) + 1)]);
  }
  const bool in_full_order = page.from && page.from->in_full_order;
  const std::vector<OrderKey>& order =
      in_full_order ? plan.full_order_by : plan.order_by;
  std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    return Compare(KeysOf(a, order), KeysOf(b, order), order) < 0;
  });
  int64_t max = page.limit;
  if (cap_ > 0) max = std::min(max, cap_);
  if (static_cast<int64_t>(rows.size()) > max) rows.resize(max);
  return rows;
}

std::vector<Row> RandomRows(RandomSource& random, int64_t count, bool unique,
                            int long_percent) {
  std::vector<Row> rows(count);
  for (int64_t i = 0; i < count; ++i) {
    Row& row = rows[i];
    const auto maybe = [&random](auto set) {
      if (random.Percent(75)) set();
    };
    const auto letter = [&random, long_percent] {
      std::string text(1, static_cast<char>('a' + random.Below(2)));
      if (random.Percent(long_percent)) text.append(kMaxKeyBytes, 'x');
      return text;
    };
    row.SetText(ColumnOf("url_from"), letter());
    row.SetText(ColumnOf("url_to"), letter());
    maybe([&] { row.SetText(ColumnOf("anchor"), letter()); });
    maybe([&] {
      const int64_t tenths = 200 + random.Below(6);
      row.SetWord(ColumnOf("ahrefs_rank"), (tenths + 5) / 10,
                  fmt::format("{}.{}", tenths / 10, tenths % 10));
    });
    maybe([&] { row.SetTime(ColumnOf("first_seen"), {random.Below(2), 0}); });
    maybe([&] { row.SetNumber(ColumnOf("nofollow"), random.Below(2)); });
    maybe([&] { row.SetNumber(ColumnOf("page_size"), random.Below(2)); });
    if (unique) row.SetNumber(ColumnOf("page_size"), i);
    maybe([&] { row.SetText(ColumnOf("language"), letter()); });
  }
  return rows;
}

ColumnSet OrderableColumns() {
  ColumnSet columns;
  for (const char* name : {"url_from", "url_to", "anchor", "ahrefs_rank",
                           "first_seen", "nofollow", "page_size"}) {
    columns.set(ColumnOf(name));
  }
  return columns;
}

Plan MakePlan(const std::vector<OrderKey>& order, ColumnSet select,
              int64_t page_rows) {
  Plan plan;
  plan.order_by = order;
  plan.page_rows = page_rows;
  plan::AppendKeysetKeys(OrderableColumns(), select, plan.order_by);
  plan.full_order_by = plan::FullOrder(OrderableColumns(), plan.order_by);
  plan.select = select | plan::ColumnsOf(plan.order_by);
  return plan;
}

Outcome ReadAll(const dialect::Dialect& dialect, const Plan& plan,
                KeysetUpstream& upstream, const StreamOptions& options,
                RandomSource& random) {
  constexpr int64_t kMaxRequests = 20'000;
  Outcome outcome;
  auto call = std::make_unique<Call>(dialect, plan, Cursor(), outcome.rows);
  while (const std::optional<Page> page = call->pager.Next()) {
    const std::vector<Row> rows = upstream.Answer(plan, *page, random);
    auto whole = static_cast<int64_t>(rows.size());
    if (whole > 0 && random.Percent(options.break_percent)) {
      whole = random.Below(whole);
    }
    outcome.status = ReadPage(*call, *page, rows, whole);
    if (!outcome.status.ok()) break;
    if (upstream.requests() > kMaxRequests) {
      outcome.status = absl::InternalError("it never ends");
      break;
    }
    if (!random.Percent(options.restart_percent)) continue;
    const Cursor cursor = call->position.Snapshot();
    call = std::make_unique<Call>(dialect, plan, cursor, outcome.rows);
  }
  return outcome;
}

}  // namespace backlinks::stream::testing_keysets
