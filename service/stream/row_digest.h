// A digest of a row's cells, to know a row again that the upstream sends a
// second time. Stable over processes and versions of this server, because
// resume tokens carry it; not meant to withstand forgery: tokens are
// authenticated.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STREAM_ROW_DIGEST_H_
#define BACKLINKS_SERVICE_STREAM_ROW_DIGEST_H_

#include <cstdint>

#include "service/model/column.h"
#include "service/model/row.h"

namespace backlinks {

// Of the cells of `columns` that are there, in whatever order they were set.
uint64_t DigestRow(const Row& row, const ColumnSet& columns);

// The digest of a sequence of rows, one row longer; that of no rows is 0.
uint64_t AppendDigest(uint64_t sequence, uint64_t row);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STREAM_ROW_DIGEST_H_
