// Converts the parts of a query other than its filters.
//
// Each function adds violations with paths below "query"; its result is then
// unspecified.
#ifndef BACKLINKS_SERVICE_VALIDATE_QUERY_READER_H_
#define BACKLINKS_SERVICE_VALIDATE_QUERY_READER_H_

#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"
#include "service/model/query.h"
#include "service/validate/violations.h"

namespace backlinks::validate {

TargetMode ReadMode(const v1::RefpagesQuery& query, Violations& violations);
// Returns the columns that the mask names, each once, in its order.
std::vector<const Column*> ReadMask(const v1::RefpagesQuery& query,
                                    Violations& violations);
std::vector<OrderKey> ReadOrder(const v1::RefpagesQuery& query,
                                Violations& violations);

}  // namespace backlinks::validate

#endif  // BACKLINKS_SERVICE_VALIDATE_QUERY_READER_H_
