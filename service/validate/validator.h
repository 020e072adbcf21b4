// Converts a request into a validated query, or returns all its violations at
// once.
//
// Errors: INVALID_QUERY with BadRequest, whose violations have the paths of the
//         fields ("query.order_by[1].column"). Messages quote at most 100 bytes
//         of a caller's value.
// Limits: filter depth 16, 256 nodes, 1,000 values in a set, 64 KiB; target
//         8 KiB; row_limit 1 to 1,000,000,000; page_size 0 to 1,000 (more
//         counts as 1,000).
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_VALIDATE_VALIDATOR_H_
#define BACKLINKS_SERVICE_VALIDATE_VALIDATOR_H_

#include "absl/status/statusor.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "service/model/query.h"

namespace backlinks::validate {

inline constexpr int64_t kDefaultRowLimit = 1000;  // v2's documented default.
inline constexpr int64_t kMaxRowLimit = 1'000'000'000;
inline constexpr int64_t kDefaultPageSize = 100;
inline constexpr int64_t kMaxPageSize = 1000;
inline constexpr int kMaxFilterDepth = 16;
inline constexpr int kMaxFilterNodes = 256;
inline constexpr int kMaxSetValues = 1000;
inline constexpr size_t kMaxFilterBytes = 64 << 10;
inline constexpr size_t kMaxTargetBytes = 8 << 10;

// Tokens are not validated here, but by the cursor codec.
absl::StatusOr<Query> Validate(const v1::StreamRefpagesRequest& request);
// The page size becomes the row limit.
absl::StatusOr<Query> Validate(const v1::ListRefpagesRequest& request);
absl::StatusOr<Query> Validate(const v1::ExplainRefpagesRequest& request);

}  // namespace backlinks::validate

#endif  // BACKLINKS_SERVICE_VALIDATE_VALIDATOR_H_
