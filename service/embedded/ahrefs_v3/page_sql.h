// A v3 query as SQL.
//
// Order: null below everything, text by bytes, false below true.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PAGE_SQL_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PAGE_SQL_H_

#include "service/embedded/backend.h"
#include "service/embedded/ahrefs_v3/query.h"

namespace backlinks {

// `kStable`: rows that are equal in all keys keep one order.
enum class V3Ties { kStable, kRandom };
PageSql MakeV3Sql(const V3Query& query, V3Ties ties);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PAGE_SQL_H_
