// Where one page ends and the next begins at an upstream that has no offset:
// at the values that the last row has in the columns of the order.
//
// The next page begins with all rows that are equal to the last one in these
// columns (its group), so that none is lost whatever their order is; those of
// them that were read before are known by their identity and dropped.
//
// A group may be larger than a page. Then the order continues with every other
// column there is (Plan::full_order_by), which divides the group; after the
// group it continues as before.
//
// A row whose values are too long for a condition or a token is no place to
// begin a page at. The next page then begins after the last row that is one,
// or with the first row of the table, and the rows since then come again.
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

// A number that need not be whole, as the upstream wrote it.
struct NumberLiteral {
  std::string text;
  friend bool operator==(const NumberLiteral&, const NumberLiteral&) = default;
};

// The value of a row in one column of an order; monostate: absent.
using KeyValue = std::variant<std::monostate, int64_t, bool, Time,
                              NumberLiteral, std::string>;

// Digests of rows, and how many rows have each.
using RowIdentities = std::map<uint64_t, int64_t>;

// How many rows they are.
int64_t CountOf(const RowIdentities& rows);

// Takes one row with this digest out; false: there is none.
bool TakeOne(RowIdentities& rows, uint64_t identity);

struct KeysetPosition {
  // The values of the last row in the columns of Plan::order_by, in its order;
  // empty with `after_seen`: no row so far is a place to begin at.
  std::vector<KeyValue> keys;
  // The rows of its group that were read, and will come again.
  RowIdentities seen;

  // Whether the next page is in the order Plan::full_order_by. Then, of the
  // group, the last row read in that order: its values in the columns beyond
  // Plan::order_by (none: no row was), and the rows equal in these, too.
  bool deep = false;
  std::vector<KeyValue> full_order_keys;
  RowIdentities full_order_seen;

  // Whether the next page begins after all rows that are equal to the last
  // one in every column: they are taken for one.
  bool behind = false;

  // The rows that were read after those of `keys` and `full_order_keys`, and
  // are no places to begin at. They come again at the beginning of the next
  // page, which is after every row that is equal in the keys. Then `seen`, or
  // with `deep` `full_order_seen`, is empty.
  RowIdentities after_seen;

  friend bool operator==(const KeysetPosition&,
                         const KeysetPosition&) = default;
};

// Shared by all cursors that are there; null: at the beginning.
using KeysetPositionPtr = std::shared_ptr<const KeysetPosition>;

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_KEYSET_POSITION_H_
