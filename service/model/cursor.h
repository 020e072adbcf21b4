// Where a logical stream is: what a resume token carries, and what the
// server itself resumes from when the upstream breaks.
#ifndef BACKLINKS_SERVICE_MODEL_CURSOR_H_
#define BACKLINKS_SERVICE_MODEL_CURSOR_H_

#include <cstdint>

#include "service/model/keyset_position.h"
#include "service/model/query.h"

namespace backlinks {

struct Cursor {
  int64_t scanned = 0;     // Rows of the upstream that were read.
  int64_t sent = 0;        // Rows of them that were delivered; up to `scanned`.
  MilliPrice spent = 0;    // By all calls so far, the open page as a whole.
  bool exhausted = false;  // The upstream has no row after `scanned`.

  // How to know again, before resuming, that the upstream's rows are still
  // those that were read: rows [check_from, scanned) are asked for again, and
  // their digest must be `check`. With a total order one row is enough;
  // without one it is every row of the page.
  int64_t check_from = 0;
  uint64_t check = 0;

  // The same of an upstream without offset, instead of the two above.
  KeysetPositionPtr keyset;

  // Consecutive interruptions by the upstream without a new row in between,
  // the first one not counted, and `scanned` at the last of them; -1 if there
  // was none. Part of the token, so that a resumed call does not begin to
  // count (and to pay) anew.
  int64_t fruitless_interruptions = 0;
  int64_t interrupted_at = -1;

  friend bool operator==(const Cursor& a, const Cursor& b) {
    const bool same_keyset = a.keyset == b.keyset ||
                             (a.keyset && b.keyset && *a.keyset == *b.keyset);
    return same_keyset && a.scanned == b.scanned && a.sent == b.sent &&
           a.spent == b.spent && a.exhausted == b.exhausted &&
           a.check_from == b.check_from && a.check == b.check &&
           a.fruitless_interruptions == b.fruitless_interruptions &&
           a.interrupted_at == b.interrupted_at;
  }
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CURSOR_H_
