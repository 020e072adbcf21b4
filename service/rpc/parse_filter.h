// Implements ParseFilter: parses filter text into a Filter, and returns the
// canonical text of either.
//
// In:      filter text or a Filter, both from the wire.  Out: the filter as
//          given, and the text of its normal form, which is its own canonical
//          text. Ranges in the normal form have one bound each, so that for a
//          filter close to the limits of depth and nodes it may exceed them.
// Place:   all columns may be tested, as in `having`.
// Errors:  INVALID_QUERY: for a text that does not parse, with the position and
//          what was expected there; for a filter that is not valid, with all
//          violations, whose paths begin with "filter" for text as well.
// Limits:  those of the grammar (parse/filter_text.h) and of filters
//          (validate/validator.h).
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_PARSE_FILTER_H_
#define BACKLINKS_SERVICE_RPC_PARSE_FILTER_H_

#include "absl/status/statusor.h"
#include "backlinks/v1/backlinks_service.pb.h"

namespace backlinks::rpc {

absl::StatusOr<v1::ParseFilterResponse> HandleParseFilter(
    const v1::ParseFilterRequest& request);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_PARSE_FILTER_H_
