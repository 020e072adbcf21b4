// Finds fields that this version of the contract does not have, anywhere in a
// message: ignoring one would silently widen the result.
#ifndef BACKLINKS_SERVICE_VALIDATE_UNKNOWN_FIELDS_H_
#define BACKLINKS_SERVICE_VALIDATE_UNKNOWN_FIELDS_H_

#include "google/protobuf/message.h"
#include "service/validate/violations.h"

namespace backlinks {

// One violation for each unknown number of each message, its path ending in
// the number ("query.where.99"). Does not look deeper than 64 messages.
void RefuseUnknownFields(const google::protobuf::Message& message,
                         Violations& violations);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_VALIDATE_UNKNOWN_FIELDS_H_
