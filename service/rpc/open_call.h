// One open call: its slot, the admission of its caller, and what is reported of
// its connection. Its end frees and reports all of it.
//
// Threads: one at a time, except OnReset.
#ifndef BACKLINKS_SERVICE_RPC_OPEN_CALL_H_
#define BACKLINKS_SERVICE_RPC_OPEN_CALL_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "grpcpp/server_context.h"
#include "service/access/access_control.h"
#include "service/model/connection_activity.h"
#include "service/rpc/open_calls.h"

namespace backlinks::rpc {

class OpenCall {
 public:
  // The headers of a call are complete. `calls` and `activity`, which may be
  // null, must outlive the object.
  // gRPC keeps the context until the call is done.
  OpenCall(OpenCalls& calls, ConnectionActivity* activity,
           grpc::CallbackServerContext& context);
  ~OpenCall();
  OpenCall(const OpenCall&) = delete;
  OpenCall& operator=(const OpenCall&) = delete;

  const CallLimits& limits() const { return calls_.limits(); }
  grpc::CallbackServerContext& context() const { return context_; }

  // Errors: those of OpenCalls; CONCURRENCY if the connection is being closed.
  absl::Status Reserve(bool is_public);
  void Keep(std::shared_ptr<const access::Admission> admission) {
    admission_ = std::move(admission);
  }

  // Reserve has succeeded.
  void AwaitRequest(const std::shared_ptr<CallReactor>& call);
  // The request is complete, with its bytes as sent, or will not be.
  void StopWaiting(std::optional<int64_t> request_bytes);
  // Reserve has succeeded; the call is finished but for the client.
  void AwaitEnd() { calls_.AwaitEnd(*slot_); }
  // The server ends the call before its request is complete.
  void OnReject() { is_rejected_ = true; }
  // The client has cancelled the call.
  void OnReset() { is_reset_ = true; }

 private:
  OpenCalls& calls_;
  ConnectionActivity* const activity_;
  grpc::CallbackServerContext& context_;
  const std::string peer_;
  bool is_connection_open_ = true;  // When the call began.
  std::optional<OpenCalls::Slot> slot_;
  std::shared_ptr<const access::Admission> admission_;
  bool has_request_ = false;
  bool is_rejected_ = false;
  std::atomic<bool> is_reset_ = false;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_OPEN_CALL_H_
