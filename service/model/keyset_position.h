// The position between two pages at an upstream that has no offset: the values
// of the last row in the columns of the order (its keys).
//
// The next page begins with all rows whose keys equal the last row's (its
// group), so that none is lost whatever their order is. Rows of the group that
// were read before are recognized by their digest and dropped.
//
// A group may be larger than a page. The order is then extended by all other
// columns (Plan::full_order_by), which divides the group; after the group the
// shorter order is used again.
//
// A page cannot begin at a row whose values are too long for a condition or a
// token. The next page then begins after the last row that is short enough, or
// with the first row of the table, and the rows since then are sent again.
#ifndef BACKLINKS_SERVICE_MODEL_KEYSET_POSITION_H_
#define BACKLINKS_SERVICE_MODEL_KEYSET_POSITION_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "service/model/row.h"

namespace backlinks {

// A number that may have a fraction, as the upstream wrote it.
struct NumberLiteral {
  std::string text;
  friend bool operator==(const NumberLiteral&, const NumberLiteral&) = default;
};

// The value of a row in one column of an order; monostate if absent.
using KeyValue = std::variant<std::monostate, int64_t, bool, Time,
                              NumberLiteral, std::string>;

// Digests of rows, with the number of rows that have each.
using RowIdentities = std::map<uint64_t, int64_t>;

// The number of rows.
int64_t CountOf(const RowIdentities& rows);

// Removes one row with this digest. Returns false if there is none.
bool TakeOne(RowIdentities& rows, uint64_t identity);

struct KeysetPosition {
  // The values of the last row in the columns of Plan::order_by, in that order.
  // Empty with `after_seen` if no page can begin at any row so far.
  std::vector<KeyValue> keys;
  // The rows of its group that were read, and will be sent again.
  RowIdentities seen;

  // Whether the next page is in the order Plan::full_order_by. The fields below
  // then hold, for the last row of the group read in that order, its values in
  // the columns beyond Plan::order_by (empty if no row was read), and the rows
  // that are equal in these, too.
  bool in_full_order = false;
  std::vector<KeyValue> full_order_keys;
  RowIdentities full_order_seen;

  // Whether the next page begins after all rows that are equal to the last one
  // in every column: these are treated as one row.
  bool after_equals = false;

  // The rows read after those of `keys` and `full_order_keys` at which no page
  // can begin. They are sent again at the beginning of the next page, which is
  // after all rows with equal keys. `seen`, or with `in_full_order`
  // `full_order_seen`, is then empty.
  RowIdentities after_seen;

  friend bool operator==(const KeysetPosition&,
                         const KeysetPosition&) = default;
};

// Shared by all cursors at this position. Null at the beginning.
using KeysetPositionPtr = std::shared_ptr<const KeysetPosition>;

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_KEYSET_POSITION_H_
