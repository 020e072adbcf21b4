// Recognizes keyset conditions: how a client of v3, which has no offset, asks
// for the rows after the last one that it read.
//
// Such a condition holds for a row if and only if it holds for all rows after
// it in the order. With the keys k1, k2 … of the order it is K1, where Ki is
// one of
//   Bi, {"or":[Bi, {"and":[Ei, Ki+1]}]} or {"and":[Ei, Ki+1]}.
// Ei selects the rows with one value of the key and Bi those beyond it, which
// may include or exclude the value itself if Bi is all of Ki. Filters that have
// another form are not recognized, whatever rows they select.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_KEYSET_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_KEYSET_H_

#include <optional>
#include <string_view>
#include <vector>

#include "service/embedded/ahrefs_v3/field.h"
#include "service/embedded/database.h"

namespace backlinks::embedded::ahrefs_v3 {

struct V3OrderKey {
  const V3Field* field = nullptr;
  bool descending = false;
};

// A filter of two parts, which must both hold.
struct V3Keyset {
  SqlCondition condition;       // The keyset condition.
  SqlCondition rest;            // Empty if there is no other part.
  bool excludes_nulls = false;  // See KeysetSql.
};

// Empty if no part of the filter is a keyset condition of this order.
std::optional<V3Keyset> FindV3Keyset(std::string_view where,
                                     const std::vector<V3OrderKey>& order);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_KEYSET_H_
