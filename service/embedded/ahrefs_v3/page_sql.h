// Converts a v3 query to SQL.
//
// Order: null is below everything, text is by bytes, false is below true.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PAGE_SQL_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PAGE_SQL_H_

#include "service/embedded/ahrefs_v3/query.h"
#include "service/embedded/page_sql.h"

namespace backlinks::embedded::ahrefs_v3 {

// The order of rows that are equal in all keys: with kStable it is always the
// same.
enum class V3Ties { kStable, kRandom };
PageSql MakeV3Sql(const V3Query& query, V3Ties ties);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PAGE_SQL_H_
