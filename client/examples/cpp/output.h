// Prints JSON objects, one a line.
#ifndef BACKLINKS_CLIENT_EXAMPLES_CPP_OUTPUT_H_
#define BACKLINKS_CLIENT_EXAMPLES_CPP_OUTPUT_H_

#include <string>
#include <string_view>

#include "google/protobuf/message.h"

// Prints {"KIND": JSON}. `json` must be valid JSON.
void EmitJson(std::string_view kind, std::string_view json);

// Prints {"KIND": MESSAGE} in protobuf's JSON form.
void Emit(std::string_view kind, const google::protobuf::Message& message);

#endif  // BACKLINKS_CLIENT_EXAMPLES_CPP_OUTPUT_H_
