#include "service/plan/stream_position.h"

#include <memory>
#include <utility>

namespace backlinks::plan {
namespace {

RowIdentities KeysetPosition::*MemberOf(RepeatedRows rows) {
  switch (rows) {
    case RepeatedRows::kGroup:
      return &KeysetPosition::seen;
    case RepeatedRows::kTies:
      return &KeysetPosition::full_order_seen;
    case RepeatedRows::kLongRows:
      break;
  }
  return &KeysetPosition::after_seen;
}

KeysetPosition After(const FirstOfGroup& row) {
  return {.keys = row.Keys(), .seen = {{row.Digest(), 1}}};
}

}  // namespace

StreamPosition::StreamPosition(const Cursor& start) : counts_(start) {
  snapshot_ = std::move(counts_.keyset_position);
  has_keyset_position_ = snapshot_ != nullptr;
  if (has_keyset_position_) keyset_position_ = *snapshot_;
}

Cursor StreamPosition::Snapshot() const {
  if (first_of_group_ != nullptr && snapshot_ == nullptr) {
    snapshot_ = std::make_shared<const KeysetPosition>(After(*first_of_group_));
  } else if (has_keyset_position_ && snapshot_ == nullptr) {
    snapshot_ = std::make_shared<const KeysetPosition>(keyset_position_);
  }
  Cursor cursor = counts_;
  cursor.check = check();
  cursor.keyset_position = snapshot_;
  return cursor;
}

const RowIdentities& StreamPosition::Repeated(RepeatedRows rows) const {
  return keyset_position_.*MemberOf(rows);
}

void StreamPosition::PricePage(MilliPrice price) {
  counts_.spent += price - page_price_;
  page_price_ = price;
}

void StreamPosition::ReadFullPages(int64_t rows, MilliPrice price) {
  counts_.scanned += rows;
  counts_.sent += rows;
  counts_.spent += price;
}

void StreamPosition::Interrupt() {
  const bool is_fruitless = counts_.interrupted_at == counts_.scanned;
  counts_.fruitless_interruptions =
      is_fruitless ? counts_.fruitless_interruptions + 1 : 0;
  counts_.interrupted_at = counts_.scanned;
}

void StreamPosition::CheckFrom(int64_t offset) {
  counts_.check_from = offset;
  counts_.check = 0;
  last_row_ = nullptr;
}

void StreamPosition::ReadRow(int64_t check_from, uint64_t check) {
  counts_.check_from = check_from;
  counts_.check = check;
  last_row_ = nullptr;
  ++counts_.scanned;
}

void StreamPosition::ReadRow(const LastRow& row) {
  counts_.check_from = counts_.scanned;
  last_row_ = &row;
  ++counts_.scanned;
}

void StreamPosition::EndLastRow() {
  counts_.check = check();
  last_row_ = nullptr;
  if (first_of_group_ == nullptr) return;
  keyset_position_ = snapshot_ ? *snapshot_ : After(*first_of_group_);
  has_keyset_position_ = true;
  first_of_group_ = nullptr;
}

void StreamPosition::BeginGroup(const FirstOfGroup& row) {
  first_of_group_ = &row;
  snapshot_.reset();
  ++counts_.scanned;
}

void StreamPosition::BeginTies(std::vector<KeyValue>&& full_order_keys) {
  KeysetPosition& at = MutableKeysetPosition();
  at.full_order_keys = std::move(full_order_keys);
  at.after_equals = false;
  at.full_order_seen.clear();
  at.after_seen.clear();
}

void StreamPosition::OrderInFull() {
  if (!keyset_position_.in_full_order) {
    MutableKeysetPosition().in_full_order = true;
  }
}

void StreamPosition::EndGroup(bool has_group) {
  KeysetPosition& at = MutableKeysetPosition();
  at = {.keys = std::move(at.keys), .after_equals = has_group};
}

void StreamPosition::EndTies() {
  KeysetPosition& at = MutableKeysetPosition();
  at.after_equals = !at.full_order_keys.empty();
  at.full_order_seen.clear();
}

bool StreamPosition::ReadRepeated(RepeatedRows rows, uint64_t digest) {
  KeysetPosition& at = MutableKeysetPosition();
  ++(at.*MemberOf(rows))[digest];
  if (at.in_full_order && TakeOne(at.seen, digest)) return false;
  ++counts_.scanned;
  return true;
}

KeysetPosition& StreamPosition::MutableKeysetPosition() {
  EndLastRow();
  has_keyset_position_ = true;
  snapshot_.reset();
  return keyset_position_;
}

}  // namespace backlinks::plan
