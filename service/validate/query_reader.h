// Reads the parts of a query but for its filters.
//
// Each function leaves what is wrong in `violations`, with its path below
// "query"; what it returns means nothing then.
#ifndef BACKLINKS_SERVICE_VALIDATE_QUERY_READER_H_
#define BACKLINKS_SERVICE_VALIDATE_QUERY_READER_H_

#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"
#include "service/model/query.h"
#include "service/validate/violations.h"

namespace backlinks {

TargetMode ReadMode(const v1::RefpagesQuery& query, Violations& violations);
ColumnSet ReadMask(const v1::RefpagesQuery& query, Violations& violations);
std::vector<OrderKey> ReadOrder(const v1::RefpagesQuery& query,
                                Violations& violations);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_VALIDATE_QUERY_READER_H_
