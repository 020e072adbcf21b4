#include "service/deliver/seam_walk.h"

#include <algorithm>
#include <memory>

#include "fmt/format.h"
#include "service/deliver/row_digest.h"
#include "service/deliver/rows_changed.h"
#include "service/deliver/seam_keys.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

constexpr size_t kMaxKeyBytes = 64 << 10;
constexpr size_t kMaxGroupRows = 10'000;

absl::Status TooManyTies(int64_t rows) {
  return MakeError(
      Reason::kOrderTies,
      fmt::format("{} rows or more are equal in every column that the upstream "
                  "can order by, and no page holds them all",
                  rows),
      {{"rows", fmt::to_string(rows)}});
}

absl::Status KeysTooLong() {
  return MakeError(
      Reason::kUpstreamMalformed,
      fmt::format("a row's values in the columns of the order are above {} "
                  "bytes: no page can begin behind it",
                  kMaxKeyBytes));
}

}  // namespace

void SeamWalk::Begin(const Page& page) {
  page_ = page;
  in_group_ = page.from != nullptr;
  at_ = in_group_ ? *page.from : Seam();
  is_behind_ = at_.behind;
  expected_ = at_.deep ? at_.deep_seen : at_.seen;
  if (is_behind_) expected_.clear();
  held_.clear();
  progressed_ = false;
  page_rows_ = group_rows_ = boundary_rows_ = 0;
}

absl::Status SeamWalk::OnRow(const Row& row) {
  ++page_rows_;
  if (is_behind_) BACKLINKS_RETURN_IF_ERROR(CheckBehind());
  std::vector<KeyValue> keys = KeysOf(row, plan_.order_by);
  const uint64_t identity = DigestRow(row, plan_.select);
  ++group_rows_;
  if (in_group_ && keys == at_.keys) {
    return at_.deep ? OnDeepRow(row, identity) : OnGroupRow(row, identity);
  }
  BACKLINKS_RETURN_IF_ERROR(CloseGroup());
  if (BytesOf(keys) > kMaxKeyBytes) return KeysTooLong();
  in_group_ = true;
  group_rows_ = 1;
  at_ = {.keys = std::move(keys), .seen = {{identity, 1}}};
  return Take(row);
}

// A row came although the one before filled its page alone: had that been the
// last, there would be none. So a cap had cut the page off.
absl::Status SeamWalk::CheckBehind() {
  const int64_t rows = CountOf(at_.deep ? at_.deep_seen : at_.seen);
  is_behind_ = at_.behind = false;
  return rows > 1 ? TooManyTies(rows) : absl::OkStatus();
}

absl::Status SeamWalk::OnGroupRow(const Row& row, uint64_t identity) {
  if (TakeOne(expected_, identity)) {
    return expected_.empty() ? TakeHeld() : absl::OkStatus();
  }
  if (!expected_.empty()) {
    held_.push_back({row, identity});
    return absl::OkStatus();
  }
  ++at_.seen[identity];
  if (at_.seen.size() > kMaxGroupRows) return TooManyTies(CountOf(at_.seen));
  return Take(row);
}

absl::Status SeamWalk::TakeHeld() {
  const std::vector<Held> held = std::move(held_);
  held_.clear();
  for (const Held& one : held) {
    if (fresh_.Full()) break;
    ++at_.seen[one.identity];
    BACKLINKS_RETURN_IF_ERROR(Take(one.row));
  }
  return absl::OkStatus();
}

absl::Status SeamWalk::OnDeepRow(const Row& row, uint64_t identity) {
  std::vector<KeyValue> keys =
      KeysOf(row, plan_.deep_order_by, plan_.order_by.size());
  const bool is_equal = keys == at_.deep_keys;
  boundary_rows_ = is_equal ? boundary_rows_ + 1 : 1;
  if (is_equal && TakeOne(expected_, identity)) return absl::OkStatus();
  if (!is_equal) {
    if (!expected_.empty()) return RowsChanged(cursor_.scanned);
    if (BytesOf(keys) > kMaxKeyBytes) return KeysTooLong();
    at_.deep_keys = std::move(keys);
    at_.deep_seen.clear();
  }
  ++at_.deep_seen[identity];
  if (!TakeOne(at_.seen, identity)) return Take(row);
  progressed_ = true;
  Publish();
  return absl::OkStatus();
}

absl::Status SeamWalk::Take(const Row& row) {
  progressed_ = true;
  ++cursor_.scanned;
  Publish();
  return fresh_.OnFresh(row);
}

// Behind a group nothing of it may be left that was read before.
absl::Status SeamWalk::CloseGroup() const {
  const bool is_whole = expected_.empty() && (!at_.deep || at_.seen.empty());
  return is_whole ? absl::OkStatus() : RowsChanged(cursor_.scanned);
}

absl::Status SeamWalk::End() {
  const bool is_last = IsLastPage();
  most_rows_ = std::max(most_rows_, page_rows_);
  if (is_last) {
    cursor_.exhausted = true;
    return CloseGroup();
  }
  // Short, and of equal rows alone: a cap may have cut them off.
  const bool is_short = page_rows_ < page_.limit;
  if (!at_.deep) {
    const bool is_group = is_short && group_rows_ == page_rows_;
    if (!progressed_ || !expected_.empty() || is_group) Deepen();
  } else if (!progressed_ || (is_short && boundary_rows_ == page_rows_)) {
    at_.behind = true;
  }
  Publish();
  return absl::OkStatus();
}

bool SeamWalk::IsLastPage() const {
  if (page_rows_ == 0) return true;
  if (page_rows_ >= page_.limit) return false;
  return page_rows_ < most_rows_ || dialect_.IsEnd(page_rows_);
}

void SeamWalk::Deepen() {
  const bool can_divide = plan_.deep_order_by.size() > plan_.order_by.size();
  (can_divide ? at_.deep : at_.behind) = true;
}

void SeamWalk::Publish() { cursor_.seam = std::make_shared<const Seam>(at_); }

}  // namespace backlinks
