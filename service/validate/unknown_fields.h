// Rejects fields that this version of the contract does not have, anywhere in a
// message: ignoring one would silently widen the result.
#ifndef BACKLINKS_SERVICE_VALIDATE_UNKNOWN_FIELDS_H_
#define BACKLINKS_SERVICE_VALIDATE_UNKNOWN_FIELDS_H_

#include "google/protobuf/message.h"
#include "service/validate/violations.h"

namespace backlinks::validate {

// Adds one violation for each unknown field number of each message, with a path
// that ends in the number ("query.where.99"). Does not descend more than 64
// messages deep.
void RejectUnknownFields(const google::protobuf::Message& message,
                         Violations& violations);

}  // namespace backlinks::validate

#endif  // BACKLINKS_SERVICE_VALIDATE_UNKNOWN_FIELDS_H_
