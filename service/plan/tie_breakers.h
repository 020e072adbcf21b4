// Makes an order total, so that what lies before a row and what after it is
// the same in every answer: pages need it, and so do streams that resume.
//
// Tie-breakers are the columns that tell one backlink from another, those that
// decide most first: the two URLs, the kind of the link, what it says, and
// what is around it; then when it was first seen, which never changes.
// *Assumed*: rows that are equal in all of these are the same link. Columns
// that crawls change (ratings, sizes, last_visited) would move rows about.
#ifndef BACKLINKS_SERVICE_PLAN_TIE_BREAKERS_H_
#define BACKLINKS_SERVICE_PLAN_TIE_BREAKERS_H_

#include <vector>

#include "service/model/query.h"

namespace backlinks {

// Those of url_from, url_to, link_type, nofollow, anchor, alt, text_pre,
// text_post and first_seen that are orderable and not among the keys.
void AppendTieBreakers(const ColumnSet& orderable, std::vector<OrderKey>& keys);

// The same for an upstream without offset, where every key is part of every
// request and every column of an order is paid for: url_from and url_to, and
// of first_seen, nofollow and anchor those in `free`, which cost nothing more.
// Rows that are equal in these are told apart as model/keyset_position.h says.
void AppendKeysetKeys(const ColumnSet& orderable, const ColumnSet& free,
                      std::vector<OrderKey>& keys);

// The keys, and after them every other orderable column.
std::vector<OrderKey> FullOrder(const ColumnSet& orderable,
                                const std::vector<OrderKey>& keys);

// The columns of the keys.
ColumnSet ColumnsOf(const std::vector<OrderKey>& keys);

// Whether all tie-breakers are among the keys.
bool IsTotalOrder(const std::vector<OrderKey>& keys);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PLAN_TIE_BREAKERS_H_
