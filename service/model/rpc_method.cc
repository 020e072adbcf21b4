#include "service/model/rpc_method.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "backlinks/v1/refpage.pb.h"

namespace backlinks {
namespace {

const google::protobuf::ServiceDescriptor& Service() {
  return *v1::GetUsageRequest::descriptor()->file()->service(0);
}

bool HasRows(const google::protobuf::Descriptor& message) {
  for (int i = 0; i < message.field_count(); ++i) {
    if (message.field(i)->message_type() == v1::Refpage::descriptor()) {
      return true;
    }
  }
  return false;
}

std::vector<RpcMethod> BuildMethods() {
  std::vector<RpcMethod> methods;
  for (int i = 0; i < Service().method_count(); ++i) {
    const google::protobuf::MethodDescriptor& method = *Service().method(i);
    methods.push_back(
        {.name = std::string(method.name()),
         .full_name = absl::StrCat(ServiceName(), "/", method.name()),
         .is_stream = method.server_streaming(),
         .returns_rows = HasRows(*method.output_type())});
  }
  return methods;
}

}  // namespace

const std::string& ServiceName() {
  static const auto* const name = new std::string(Service().full_name());
  return *name;
}

const std::vector<RpcMethod>& AllMethods() {
  static const auto* const methods = new std::vector<RpcMethod>(BuildMethods());
  return *methods;
}

const RpcMethod* FindMethod(std::string_view name) {
  const std::vector<RpcMethod>& methods = AllMethods();
  const auto it = std::find_if(
      methods.begin(), methods.end(),
      [&](const RpcMethod& method) { return method.name == name; });
  return it == methods.end() ? nullptr : &*it;
}

}  // namespace backlinks
