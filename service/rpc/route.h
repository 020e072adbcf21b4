// How the calls of a method are served.
#ifndef BACKLINKS_SERVICE_RPC_ROUTE_H_
#define BACKLINKS_SERVICE_RPC_ROUTE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server_context.h"
#include "service/access/access_control.h"
#include "service/model/call_recorder.h"
#include "service/rpc/open_call.h"

namespace backlinks::rpc {

// A call that may run, whose headers are complete.
struct IncomingCall {
  // Belongs to gRPC, until the reactor is done.
  grpc::CallbackServerContext& context;
  std::unique_ptr<OpenCall> open;  // Has its slot.
  CallRecorder recorder;           // Unused if the method is not recorded.
  // Who calls. Without access control, a caller that sees all.
  access::Caller caller;
};

struct Route {
  // Who may call the method: callers that AccessControl admits, everybody, or
  // what protect_reflection of the RouterOptions chooses.
  enum class Admission { kCallers, kEverybody, kReflection };

  Admission admission = Admission::kCallers;
  // The name in records. Empty for methods whose calls are not recorded.
  std::string recorded_as;
  // Returns the reactor of one call, and finishes its record. Called from any
  // thread.
  std::function<grpc::ServerGenericBidiReactor*(IncomingCall)> start;
};

// By full name: "backlinks.v1.BacklinksService/StreamRefpages".
using Routes = std::map<std::string, Route, std::less<>>;

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_ROUTE_H_
