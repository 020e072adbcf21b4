// Decodes a small JSON document into the scalars of its members.
//
// In:     one JSON document, whole: what an upstream says of an account.
// Out:    strings unescaped, numbers as they were written, "true" or "false";
//         nulls and the elements of arrays have no name and are left out. Of
//         members of one name the first one counts.
// Limits: 16 KiB; 32 levels of nesting.
// Errors: UPSTREAM_MALFORMED with the byte offset: not JSON, not UTF-8, a
//         limit passed, more after the document. Nothing of it is repeated.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_FLAT_DOCUMENT_H_
#define BACKLINKS_SERVICE_DECODE_FLAT_DOCUMENT_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "service/model/allowance.h"

namespace backlinks {

absl::StatusOr<FlatDocument> DecodeFlat(std::string_view document);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_FLAT_DOCUMENT_H_
