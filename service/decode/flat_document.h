// Decodes a small JSON document into the scalars of its members.
//
// In:     one whole JSON document, such as an upstream's account information.
// Out:    strings unescaped, numbers as they were written, "true" or "false".
//         Nulls and the elements of arrays are left out. If several members
//         have the same name, the first one counts.
// Limits: 16 KiB; 32 levels of nesting.
// Errors: UPSTREAM_MALFORMED with the byte offset: not JSON, not UTF-8, a
//         limit exceeded, or data after the document. The message contains
//         nothing of the document.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_FLAT_DOCUMENT_H_
#define BACKLINKS_SERVICE_DECODE_FLAT_DOCUMENT_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "service/model/allowance.h"

namespace backlinks::decode {

absl::StatusOr<FlatDocument> DecodeFlat(std::string_view document);

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_FLAT_DOCUMENT_H_
