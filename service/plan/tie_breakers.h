// Makes an order total, so that the rows before and after a given row are the
// same in every response, as pages and resumed streams require.
//
// Tie-breakers are the columns that distinguish backlinks, the most selective
// first: the two URLs, the kind of the link, its text, and the text around it;
// then the date when it was first seen, which never changes. *Assumed*: rows
// that are equal in all of these are the same link. Columns that crawls change
// (ratings, sizes, last_visited) would move rows.
#ifndef BACKLINKS_SERVICE_PLAN_TIE_BREAKERS_H_
#define BACKLINKS_SERVICE_PLAN_TIE_BREAKERS_H_

#include <vector>

#include "service/model/query.h"

namespace backlinks::plan {

// Appends those of url_from, url_to, link_type, nofollow, anchor, alt,
// text_pre, text_post and first_seen that are orderable and not among the keys.
void AppendTieBreakers(const ColumnSet& orderable, std::vector<OrderKey>& keys);

// Does the same for an upstream without offset, where each key is part of every
// request, and each column of an order is charged. Appends url_from and url_to,
// and of first_seen, nofollow and anchor those in `free`, which are not charged
// extra. model/keyset_position.h describes how rows that are equal in these are
// distinguished.
void AppendKeysetKeys(const ColumnSet& orderable, const ColumnSet& free,
                      std::vector<OrderKey>& keys);

// Returns the keys, followed by all other orderable columns.
std::vector<OrderKey> FullOrder(const ColumnSet& orderable,
                                const std::vector<OrderKey>& keys);

// The columns of the keys.
ColumnSet ColumnsOf(const std::vector<OrderKey>& keys);

// Whether the full order distinguishes rows that are equal in the plan's order.
bool CanDivideGroups(const Plan& plan);

// Whether all tie-breakers are among the keys.
bool IsTotalOrder(const std::vector<OrderKey>& keys);

}  // namespace backlinks::plan

#endif  // BACKLINKS_SERVICE_PLAN_TIE_BREAKERS_H_
