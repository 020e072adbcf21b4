#include "service/stream/keyset_paginator.h"

#include <algorithm>
#include <utility>

#include "service/common/status/status.h"
#include "service/plan/tie_breakers.h"
#include "service/stream/keyset_keys.h"
#include "service/stream/order_ties.h"
#include "service/stream/row_digest.h"
#include "service/stream/rows_changed.h"

namespace backlinks::stream {
namespace {

constexpr size_t kMaxGroupRows = 10'000;

// The rows at the beginning of a page that were read before.
const RowIdentities& ExpectedAt(const KeysetPosition& position) {
  if (!position.after_seen.empty()) return position.after_seen;
  return position.in_full_order ? position.full_order_seen : position.seen;
}

// The memory of a copy of the row.
size_t SizeOf(const Row& row) {
  const size_t other =
      row.has_other_columns() ? row.other_columns().SpaceUsedLong() : 0;
  return sizeof(Row) + row.text_bytes() + other;
}

}  // namespace

void KeysetPaginator::Begin(const Page& page) {
  OnRowEnds();
  page_ = page;
  // `after_equals` may be true for this page alone, since it depends on the
  // page size: a token must not keep it from a server with larger pages.
  if (page.from && page.from->in_full_order) position_.OrderInFull();
  in_group_ = page.from && page.from->keys.size() == plan_.order_by.size();
  is_after_ =
      page.from && page.from->after_equals && page.from->after_seen.empty();
  is_ignored_ = false;
  expected_.clear();
  if (page.from && !is_after_) expected_ = ExpectedAt(*page.from);
  pending_.clear();
  pending_bytes_ = 0;
  progressed_ = false;
  page_rows_ = group_rows_ = boundary_rows_ = 0;
}

absl::Status KeysetPaginator::OnRow(const Row& row) {
  ++page_rows_;
  if (is_ignored_) return absl::OkStatus();
  if (BeginsNextGroup(row)) return BeginGroup(row);
  OnRowEnds();
  if (is_after_) BACKLINKS_RETURN_IF_ERROR(CheckTies());
  std::vector<KeyValue> keys = KeysOf(row, plan_.order_by);
  const uint64_t digest = DigestRow(row, plan_.select);
  ++group_rows_;
  if (in_group_ && keys == At().keys) {
    return IsInFullOrder()
               ? OnFullOrderRow(row, digest)
               : OnRepeatable(row, digest, plan::RepeatedRows::kGroup);
  }
  if (!CanBeginPage(row, plan_.order_by)) return OnLongRow(row, digest);
  BACKLINKS_RETURN_IF_ERROR(CloseGroup());
  return BeginGroup(row);
}

bool KeysetPaginator::BeginsNextGroup(const Row& row) const {
  return first_of_group_ != nullptr &&
         !HaveEqualKeys(row, *first_of_group_, plan_.order_by) &&
         CanBeginPage(row, plan_.order_by);
}

absl::Status KeysetPaginator::BeginGroup(const Row& row) {
  in_group_ = true;
  group_rows_ = 1;
  progressed_ = true;
  first_of_group_ = &row;
  position_.BeginGroup(*this);
  return fresh_.OnFresh(row);
}

void KeysetPaginator::OnRowEnds() {
  position_.EndLastRow();
  first_of_group_ = nullptr;
}

std::vector<KeyValue> KeysetPaginator::Keys() const {
  return KeysOf(*first_of_group_, plan_.order_by);
}

uint64_t KeysetPaginator::Digest() const {
  return DigestRow(*first_of_group_, plan_.select);
}

int64_t KeysetPaginator::EqualRows() const {
  return CountOf(IsInFullOrder() ? At().full_order_seen : At().seen);
}

bool KeysetPaginator::IsInFullOrder() const {
  return position_.keyset_position() != nullptr && At().in_full_order;
}

// A row follows a group that filled a whole page, so the upstream's cap
// truncated that page.
absl::Status KeysetPaginator::CheckTies() {
  const int64_t rows = EqualRows();
  is_after_ = false;
  // A server with larger pages can resume from the position of the error.
  position_.PassTies(false);
  return rows > 1 ? TooManyTies(rows) : absl::OkStatus();
}

// The first long row closes the group: the next page begins after the group.
absl::Status KeysetPaginator::OnLongRow(const Row& row, uint64_t digest) {
  const bool is_first = position_.keyset_position() == nullptr ||
                        At().in_full_order || At().after_seen.empty();
  if (is_first) {
    BACKLINKS_RETURN_IF_ERROR(CloseGroup());
    position_.EndGroup(in_group_);
  }
  return OnRepeatable(row, digest, plan::RepeatedRows::kLongRows);
}

absl::Status KeysetPaginator::OnFullOrderRow(const Row& row, uint64_t digest) {
  const size_t first = plan_.order_by.size();
  std::vector<KeyValue> keys = KeysOf(row, plan_.full_order_by, first);
  const bool is_equal = keys == At().full_order_keys;
  boundary_rows_ = is_equal ? boundary_rows_ + 1 : 1;
  if (!is_equal && !CanBeginPage(row, plan_.full_order_by, first)) {
    return OnFullOrderLongRow(row, digest);
  }
  if (is_equal && TakeOne(expected_, digest)) return absl::OkStatus();
  if (!is_equal) {
    if (!expected_.empty()) return RowsChanged(position_.scanned());
    position_.BeginTies(std::move(keys));
  }
  return Accept(row, digest, plan::RepeatedRows::kTies);
}

absl::Status KeysetPaginator::OnFullOrderLongRow(const Row& row,
                                                 uint64_t digest) {
  if (At().after_seen.empty()) {
    if (!expected_.empty()) return RowsChanged(position_.scanned());
    position_.EndTies();
  }
  return OnRepeatable(row, digest, plan::RepeatedRows::kLongRows);
}

// Handles a row that is sent again with the next page.
absl::Status KeysetPaginator::OnRepeatable(const Row& row, uint64_t digest,
                                           plan::RepeatedRows rows) {
  if (TakeOne(expected_, digest)) {
    return expected_.empty() ? AcceptPending(rows) : absl::OkStatus();
  }
  return expected_.empty() ? Accept(row, digest, rows)
                           : Postpone(row, digest, rows);
}

absl::Status KeysetPaginator::Postpone(const Row& row, uint64_t digest,
                                       plan::RepeatedRows rows) {
  pending_bytes_ += SizeOf(row);
  if (pending_.empty() || pending_bytes_ <= kMaxPendingBytes) {
    pending_.push_back({row, digest});
    return absl::OkStatus();
  }
  if (rows != plan::RepeatedRows::kGroup || !plan::CanDivideGroups(plan_)) {
    return TooManyPendingBytes(kMaxPendingBytes);
  }
  is_ignored_ = true;
  pending_.clear();
  return absl::OkStatus();
}

absl::Status KeysetPaginator::Accept(const Row& row, uint64_t digest,
                                     plan::RepeatedRows rows) {
  const RowIdentities& repeated = position_.Repeated(rows);
  if (repeated.size() >= kMaxGroupRows && !repeated.contains(digest)) {
    return TooMany();
  }
  progressed_ = true;
  return position_.ReadRepeated(rows, digest) ? fresh_.OnFresh(row)
                                              : absl::OkStatus();
}

absl::Status KeysetPaginator::AcceptPending(plan::RepeatedRows rows) {
  const std::vector<PendingRow> pending = std::exchange(pending_, {});
  for (const PendingRow& one : pending) {
    if (fresh_.Full()) break;
    BACKLINKS_RETURN_IF_ERROR(Accept(one.row, one.digest, rows));
  }
  return absl::OkStatus();
}

// At the end of a group all its rows that were read before must have been
// received.
absl::Status KeysetPaginator::CloseGroup() const {
  const bool is_whole =
      expected_.empty() && (!IsInFullOrder() || At().seen.empty());
  return is_whole ? absl::OkStatus() : RowsChanged(position_.scanned());
}

// After a failure the cursor must not be that of a finished query.
absl::Status KeysetPaginator::CloseLastGroup() {
  absl::Status closed = CloseGroup();
  if (closed.ok()) position_.Exhaust();
  return closed;
}

absl::Status KeysetPaginator::End() {
  OnRowEnds();
  const bool is_last = IsLastPage();
  max_rows_ = std::max(max_rows_, page_rows_);
  if (is_last) return IsTruncated() ? TooMany() : CloseLastGroup();
  if (!At().after_seen.empty()) return EndAfterLongRows();
  // A short page of equal rows alone may have been truncated by a cap.
  const bool is_short = page_rows_ < page_.limit;
  if (!At().in_full_order) {
    const bool is_group = is_short && group_rows_ == page_rows_;
    if (!progressed_ || !expected_.empty() || is_group) DivideGroup();
  } else if (!progressed_ || (is_short && boundary_rows_ == page_rows_)) {
    position_.PassTies(true);
  }
  return absl::OkStatus();
}

// The next page returns these rows again, and must have space for one more.
// Rows that are equal in the order arrive in any order: expected ones may be
// missing if a page does not hold all of them.
absl::Status KeysetPaginator::EndAfterLongRows() {
  const auto rows =
      CountOf(At().after_seen) + static_cast<int64_t>(pending_.size());
  if (progressed_ && expected_.empty() && rows < plan_.page_rows) {
    return absl::OkStatus();
  }
  const bool is_end =
      page_rows_ < page_.limit && page_rows_ < dialect_.min_page_cap();
  if (!is_end) return TooMany();
  return CloseLastGroup();
}

// Returns the error for too many rows that the next page would return again.
absl::Status KeysetPaginator::TooMany() const {
  const auto pending = static_cast<int64_t>(pending_.size());
  const bool in_full_order = At().in_full_order;
  if (At().after_seen.empty()) {
    return TooManyTies(EqualRows() + pending);
  }
  return TooManyLongRows(CountOf(At().after_seen) + pending,
                         in_full_order ? plan_.full_order_by : plan_.order_by);
}

bool KeysetPaginator::IsLastPage() const {
  if (page_rows_ == 0) return true;
  if (is_ignored_ || page_rows_ >= page_.limit) return false;
  return page_rows_ < max_rows_ || dialect_.IsEnd(page_rows_);
}

// Rows that are equal in every column filled a page, and none follows: more of
// them may exist, which no page returns.
bool KeysetPaginator::IsTruncated() const {
  if (page_rows_ > 0 || !is_after_) return false;
  const int64_t rows = EqualRows();
  return rows > 1 && rows >= plan_.page_rows;
}

void KeysetPaginator::DivideGroup() {
  if (plan::CanDivideGroups(plan_)) {
    position_.OrderInFull();
  } else {
    position_.PassTies(true);
  }
}

}  // namespace backlinks::stream
