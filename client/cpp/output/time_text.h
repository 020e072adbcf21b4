// Formats a time as RFC 3339, in UTC.
#ifndef BACKLINKS_CLIENT_CPP_OUTPUT_TIME_TEXT_H_
#define BACKLINKS_CLIENT_CPP_OUTPUT_TIME_TEXT_H_

#include <string>

#include "google/protobuf/timestamp.pb.h"

namespace backlinks::output {

// Appends the same text as protobuf's TimeUtil::ToString.
void AppendTime(const google::protobuf::Timestamp& time, std::string& out);

}  // namespace backlinks::output

#endif  // BACKLINKS_CLIENT_CPP_OUTPUT_TIME_TEXT_H_
