// The position of a logical stream: the content of a resume token, and where
// the server itself resumes after an interruption by the upstream.
#ifndef BACKLINKS_SERVICE_MODEL_CURSOR_H_
#define BACKLINKS_SERVICE_MODEL_CURSOR_H_

#include <cstdint>

#include "service/model/keyset_position.h"
#include "service/model/query.h"

namespace backlinks {

struct Cursor {
  int64_t scanned = 0;  // Rows of the upstream that were read.
  int64_t sent = 0;     // The ones delivered; at most `scanned`.
  // Price of all calls so far, including the open page as a whole.
  MilliPrice spent = 0;
  bool exhausted = false;  // The upstream has no row after `scanned`.

  // Verifies before resuming that the upstream's rows are still the ones read
  // before: rows [check_from, scanned) are requested again, and their digest
  // must equal `check`. With a total order one row is enough; without one all
  // rows of the page are needed.
  int64_t check_from = 0;
  uint64_t check = 0;

  // The position at an upstream without offset, in place of the two above.
  KeysetPositionPtr keyset_position;

  // Consecutive interruptions by the upstream without a new row in between, the
  // first one not counted, and the value of `scanned` at the last of them; -1
  // if there was none. Part of the token, so that a resumed call does not start
  // counting (and paying) anew.
  int64_t fruitless_interruptions = 0;
  int64_t interrupted_at = -1;

  friend bool operator==(const Cursor& a, const Cursor& b) {
    const bool same_position = a.keyset_position == b.keyset_position ||
                               (a.keyset_position && b.keyset_position &&
                                *a.keyset_position == *b.keyset_position);
    return same_position && a.scanned == b.scanned && a.sent == b.sent &&
           a.spent == b.spent && a.exhausted == b.exhausted &&
           a.check_from == b.check_from && a.check == b.check &&
           a.fruitless_interruptions == b.fruitless_interruptions &&
           a.interrupted_at == b.interrupted_at;
  }
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CURSOR_H_
