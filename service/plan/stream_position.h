// The position of one logical stream, with its counts and its price. The only
// object that changes them, by the transitions below; a cursor is a snapshot of
// it.
//
// Order:   BeginPage; PricePage whenever the page's price is known better; for
//          each new row a transition that reads it, then DeliverRow if it is
//          sent; at last Exhaust, Interrupt, or the next BeginPage.
// Cost:    a transition copies no other row's keys or digests. Only Snapshot
//          copies the keyset position: once per message or page, not per row.
//          Of most rows neither keys nor a digest are ever needed.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_PLAN_STREAM_POSITION_H_
#define BACKLINKS_SERVICE_PLAN_STREAM_POSITION_H_

#include <cstdint>
#include <vector>

#include "service/model/cursor.h"
#include "service/model/keyset_position.h"
#include "service/model/query.h"

namespace backlinks::plan {

// The rows after a keyset position that the next page returns again.
enum class RepeatedRows {
  kGroup,     // KeysetPosition::seen.
  kTies,      // KeysetPosition::full_order_seen.
  kLongRows,  // KeysetPosition::after_seen.
};

// The row that was read last, to be compared before resuming.
class LastRow {
 public:
  virtual ~LastRow() = default;
  virtual uint64_t Digest() const = 0;
};

// The same at an upstream without offset, if the row is the first one with its
// keys.
class FirstOfGroup : public LastRow {
 public:
  virtual std::vector<KeyValue> Keys() const = 0;
};

class StreamPosition {
 public:
  explicit StreamPosition(const Cursor& start);

  Cursor Snapshot() const;

  int64_t scanned() const { return counts_.scanned; }
  int64_t sent() const { return counts_.sent; }
  MilliPrice spent() const { return counts_.spent; }
  bool exhausted() const { return counts_.exhausted; }
  int64_t check_from() const { return counts_.check_from; }
  uint64_t check() const {
    return last_row_ != nullptr ? last_row_->Digest() : counts_.check;
  }
  int64_t fruitless_interruptions() const {
    return counts_.fruitless_interruptions;
  }
  MilliPrice page_price() const { return page_price_; }
  // Null at the beginning, and for an upstream with offset. The last row must
  // have ended.
  const KeysetPosition* keyset_position() const {
    return has_keyset_position_ ? &keyset_position_ : nullptr;
  }
  const RowIdentities& Repeated(RepeatedRows rows) const;

  // Begins a page, whose price is 0 so far.
  void BeginPage() { page_price_ = 0; }
  // Sets the price of the open page, replacing the one before.
  void PricePage(MilliPrice price);
  // Counts one more row for the client: the row that was read last.
  void DeliverRow() { ++counts_.sent; }
  // The upstream has no more rows.
  void Exhaust() { counts_.exhausted = true; }
  // Full pages were read, all of whose rows were delivered, at this price.
  void ReadFullPages(int64_t rows, MilliPrice price);
  // Counts an interruption by the upstream.
  void Interrupt();

  // At an upstream with offset: rows from `offset` on, none of which was read,
  // are to be compared before resuming.
  void CheckFrom(int64_t offset);
  // A new row was read. To be compared are the rows from `check_from` to this
  // one, whose digest is `check`.
  void ReadRow(int64_t check_from, uint64_t check);
  // The same, if only this row is to be compared. Few rows are: its digest is
  // computed when a cursor needs it, until EndLastRow at the latest.
  void ReadRow(const LastRow& row);
  // The last row is no longer available.
  void EndLastRow();

  // At an upstream without offset: a new row was read, the first one of its
  // group. Its keys and digest are computed when a cursor or another transition
  // needs them, until EndLastRow at the latest.
  void BeginGroup(const FirstOfGroup& row);
  // In the full order, a row follows that has other values in the columns
  // beyond the group's keys. ReadRepeated reads it.
  void BeginTies(std::vector<KeyValue>&& full_order_keys);
  // A row follows at which no page can begin, so that the next page begins
  // after the rows of the group (if there is one), or after those that are
  // equal in the full order. ReadRepeated reads it.
  void EndGroup(bool has_group);
  void EndTies();
  // A row was read that the next page returns again. Returns whether it is new:
  // not read before, in the other order.
  bool ReadRepeated(RepeatedRows rows, uint64_t digest);
  // The open page, or the next one, is in the full order.
  void OrderInFull();
  // Whether the next page begins after all rows equal to the last one.
  void PassTies(bool pass) { MutableKeysetPosition().after_equals = pass; }

 private:
  // The keyset position, to be changed.
  KeysetPosition& MutableKeysetPosition();

  Cursor counts_;  // All but the keyset position, and `check` of last_row_.
  const LastRow* last_row_ = nullptr;  // Null if `check` is known.
  // Null if keyset_position_ is up to date.
  const FirstOfGroup* first_of_group_ = nullptr;
  MilliPrice page_price_ = 0;
  KeysetPosition keyset_position_;
  bool has_keyset_position_ = false;
  // The keyset position for cursors. Null if it has changed since.
  mutable KeysetPositionPtr snapshot_;
};

}  // namespace backlinks::plan

#endif  // BACKLINKS_SERVICE_PLAN_STREAM_POSITION_H_
