#include "output.h"

#include <cstdlib>
#include <iostream>

#include "google/protobuf/util/json_util.h"

void EmitJson(std::string_view kind, std::string_view json) {
  std::cout << "{\"" << kind << "\":" << json << "}" << std::endl;
}

void Emit(std::string_view kind, const google::protobuf::Message& message) {
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json);
  if (!status.ok()) std::abort();  // Only Any can fail, and no message has one.
  EmitJson(kind, json);
}
