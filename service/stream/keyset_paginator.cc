#include "service/stream/keyset_paginator.h"

#include <algorithm>
#include <memory>

#include "service/common/status/status.h"
#include "service/stream/keyset_keys.h"
#include "service/stream/order_ties.h"
#include "service/stream/row_digest.h"
#include "service/stream/rows_changed.h"

namespace backlinks {
namespace {

constexpr size_t kMaxGroupRows = 10'000;

// The rows at the beginning of a page that were read before.
const RowIdentities& ExpectedAt(const KeysetPosition& keyset) {
  if (!keyset.after_seen.empty()) return keyset.after_seen;
  return keyset.in_full_order ? keyset.full_order_seen : keyset.seen;
}

}  // namespace

void KeysetPaginator::Begin(const Page& page) {
  page_ = page;
  at_ = page.from == nullptr ? KeysetPosition() : *page.from;
  in_group_ = page.from != nullptr && at_.keys.size() == plan_.order_by.size();
  is_after_ = at_.after_equals && at_.after_seen.empty();
  expected_ = ExpectedAt(at_);
  if (is_after_) expected_.clear();
  held_.clear();
  progressed_ = false;
  page_rows_ = group_rows_ = boundary_rows_ = 0;
}

absl::Status KeysetPaginator::OnRow(const Row& row) {
  ++page_rows_;
  if (is_after_) BACKLINKS_RETURN_IF_ERROR(CheckBehind());
  std::vector<KeyValue> keys = KeysOf(row, plan_.order_by);
  const uint64_t identity = DigestRow(row, plan_.select);
  ++group_rows_;
  if (in_group_ && keys == at_.keys) {
    return at_.in_full_order ? OnFullOrderRow(row, identity)
                             : OnGroupRow(row, identity);
  }
  if (!CanBeginPage(keys)) return OnLongRow(row, identity);
  BACKLINKS_RETURN_IF_ERROR(CloseGroup());
  in_group_ = true;
  group_rows_ = 1;
  at_ = {.keys = std::move(keys), .seen = {{identity, 1}}};
  return Take(row);
}

// A row follows a group that filled a whole page, so the upstream's cap
// truncated that page.
absl::Status KeysetPaginator::CheckBehind() {
  const int64_t rows =
      CountOf(at_.in_full_order ? at_.full_order_seen : at_.seen);
  is_after_ = at_.after_equals = false;
  return rows > 1 ? TooManyTies(rows) : absl::OkStatus();
}

absl::Status KeysetPaginator::OnGroupRow(const Row& row, uint64_t identity) {
  return OnRepeatable(row, identity, at_.seen);
}

// The first long row closes the group: the next page begins after the group.
absl::Status KeysetPaginator::OnLongRow(const Row& row, uint64_t identity) {
  if (at_.in_full_order || at_.after_seen.empty()) {
    BACKLINKS_RETURN_IF_ERROR(CloseGroup());
    at_ = {.keys = std::move(at_.keys), .after_equals = in_group_};
  }
  return OnRepeatable(row, identity, at_.after_seen);
}

absl::Status KeysetPaginator::OnRepeatable(const Row& row, uint64_t identity,
                                           RowIdentities& seen) {
  if (TakeOne(expected_, identity)) {
    return expected_.empty() ? TakeHeld(seen) : absl::OkStatus();
  }
  if (!expected_.empty()) {
    held_.push_back({row, identity});
    return absl::OkStatus();
  }
  return Accept(row, identity, seen);
}

absl::Status KeysetPaginator::Accept(const Row& row, uint64_t identity,
                                     RowIdentities& seen) {
  ++seen[identity];
  if (seen.size() > kMaxGroupRows) return TooMany();
  if (!at_.in_full_order || !TakeOne(at_.seen, identity)) return Take(row);
  // The row was read before, in the other order.
  progressed_ = true;
  Publish();
  return absl::OkStatus();
}

absl::Status KeysetPaginator::TakeHeld(RowIdentities& seen) {
  const std::vector<Held> held = std::move(held_);
  held_.clear();
  for (const Held& one : held) {
    if (fresh_.Full()) break;
    BACKLINKS_RETURN_IF_ERROR(Accept(one.row, one.identity, seen));
  }
  return absl::OkStatus();
}

absl::Status KeysetPaginator::OnFullOrderRow(const Row& row,
                                             uint64_t identity) {
  std::vector<KeyValue> keys =
      KeysOf(row, plan_.full_order_by, plan_.order_by.size());
  const bool is_equal = keys == at_.full_order_keys;
  boundary_rows_ = is_equal ? boundary_rows_ + 1 : 1;
  if (!is_equal && !CanBeginPage(keys))
    return OnFullOrderLongRow(row, identity);
  if (is_equal && TakeOne(expected_, identity)) return absl::OkStatus();
  if (!is_equal) {
    if (!expected_.empty()) return RowsChanged(cursor_.scanned);
    at_.full_order_keys = std::move(keys);
    at_.after_equals = false;
    at_.full_order_seen.clear();
    at_.after_seen.clear();
  }
  return Accept(row, identity, at_.full_order_seen);
}

absl::Status KeysetPaginator::OnFullOrderLongRow(const Row& row,
                                                 uint64_t identity) {
  if (at_.after_seen.empty()) {
    if (!expected_.empty()) return RowsChanged(cursor_.scanned);
    at_.after_equals = !at_.full_order_keys.empty();
    at_.full_order_seen.clear();
  }
  return OnRepeatable(row, identity, at_.after_seen);
}

absl::Status KeysetPaginator::Take(const Row& row) {
  progressed_ = true;
  ++cursor_.scanned;
  Publish();
  return fresh_.OnFresh(row);
}

// At the end of a group all its rows that were read before must have been
// received.
absl::Status KeysetPaginator::CloseGroup() const {
  const bool is_whole =
      expected_.empty() && (!at_.in_full_order || at_.seen.empty());
  return is_whole ? absl::OkStatus() : RowsChanged(cursor_.scanned);
}

// After a failure the cursor must not be that of a finished query.
absl::Status KeysetPaginator::CloseLastGroup() {
  absl::Status closed = CloseGroup();
  cursor_.exhausted = closed.ok();
  return closed;
}

absl::Status KeysetPaginator::End() {
  const bool is_last = IsLastPage();
  max_rows_ = std::max(max_rows_, page_rows_);
  if (is_last) return CloseLastGroup();
  if (!at_.after_seen.empty()) return EndAfterLongRows();
  // A short page of equal rows alone may have been truncated by a cap.
  const bool is_short = page_rows_ < page_.limit;
  if (!at_.in_full_order) {
    const bool is_group = is_short && group_rows_ == page_rows_;
    if (!progressed_ || !expected_.empty() || is_group) OrderInFull();
  } else if (!progressed_ || (is_short && boundary_rows_ == page_rows_)) {
    at_.after_equals = true;
  }
  Publish();
  return absl::OkStatus();
}

// The next page returns these rows again, and must have space for one more.
// Rows that are equal in the order arrive in any order: expected ones may be
// missing if a page does not hold all of them.
absl::Status KeysetPaginator::EndAfterLongRows() {
  const auto rows =
      CountOf(at_.after_seen) + static_cast<int64_t>(held_.size());
  if (progressed_ && expected_.empty() && rows < plan_.page_rows) {
    Publish();
    return absl::OkStatus();
  }
  const bool is_end =
      page_rows_ < page_.limit && page_rows_ < dialect_.min_page_cap();
  if (!is_end) return TooMany();
  return CloseLastGroup();
}

// Returns the error for too many rows that the next page would return again.
absl::Status KeysetPaginator::TooMany() const {
  const auto held = static_cast<int64_t>(held_.size());
  if (at_.after_seen.empty()) {
    return TooManyTies(
        CountOf(at_.in_full_order ? at_.full_order_seen : at_.seen) + held);
  }
  return TooManyLongRows(
      CountOf(at_.after_seen) + held,
      at_.in_full_order ? plan_.full_order_by : plan_.order_by);
}

bool KeysetPaginator::IsLastPage() const {
  if (page_rows_ == 0) return true;
  if (page_rows_ >= page_.limit) return false;
  return page_rows_ < max_rows_ || dialect_.IsEnd(page_rows_);
}

void KeysetPaginator::OrderInFull() {
  const bool can_divide = plan_.full_order_by.size() > plan_.order_by.size();
  (can_divide ? at_.in_full_order : at_.after_equals) = true;
}

void KeysetPaginator::Publish() {
  cursor_.keyset = std::make_shared<const KeysetPosition>(at_);
}

}  // namespace backlinks
