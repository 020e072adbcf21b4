// Answers ParseFilter: filter text → Filter, and either → canonical text.
//
// In:      text or a filter, from the wire.  Out: the filter as it was given,
//          and the text of its normal form, whose own canonical text it is.
//          Its ranges have one bound each: of a filter close to the limits of
//          depth and nodes it may be beyond them.
// Place:   every column may be tested, as in `having`.
// Errors:  INVALID_QUERY: for a text that does not parse, with its position
//          and what was expected there; for what validation refuses, with
//          every violation, whose paths begin with "filter" for text as well.
// Limits:  those of the grammar (parse/filter_text.h) and of filters
//          (validate/validator.h).
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_PARSE_FILTER_H_
#define BACKLINKS_SERVICE_RPC_PARSE_FILTER_H_

#include "absl/status/statusor.h"
#include "backlinks/v1/backlinks_service.pb.h"

namespace backlinks {

absl::StatusOr<v1::ParseFilterResponse> HandleParseFilter(
    const v1::ParseFilterRequest& request);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_RPC_PARSE_FILTER_H_
