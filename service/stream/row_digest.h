// A digest of a row's cells, to recognize a row that the upstream sends again.
// Stable across processes and versions of this server, because resume tokens
// contain it. Not resistant to forgery, since tokens are authenticated.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STREAM_ROW_DIGEST_H_
#define BACKLINKS_SERVICE_STREAM_ROW_DIGEST_H_

#include <cstdint>

#include "service/common/column/column.h"
#include "service/model/row.h"

namespace backlinks::stream {

// Returns the digest of the present cells of `columns`, independent of the
// order in which they were set.
uint64_t DigestRow(const Row& row, const ColumnSet& columns);

// Returns the digest of a sequence extended by one row. The digest of an empty
// sequence is 0.
uint64_t AppendDigest(uint64_t sequence, uint64_t row);

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_ROW_DIGEST_H_
