// The order that gRPC's completion queues give, for ThreadSanitizer.
//
// gRPC's libraries are not instrumented, and their queues are of atomics. The
// functions below replace the library's, and report what its contract says: an
// operation completes, with its tag, after it was started. The callback API
// works by the same queues.
#include "grpc/grpc.h"
#include "grpcpp/support/server_callback.h"
#include "tests/support/tsan/library_function.h"

using backlinks::testing_tsan::Acquire;
using backlinks::testing_tsan::FindInLibrary;
using backlinks::testing_tsan::Release;

extern "C" {

grpc_call_error grpc_call_start_batch(grpc_call* call, const grpc_op* ops,
                                      size_t op_count, void* tag,
                                      void* reserved) {
  static const auto library =
      reinterpret_cast<decltype(&grpc_call_start_batch)>(
          FindInLibrary("grpc_call_start_batch"));
  Release(tag);
  return library(call, ops, op_count, tag, reserved);
}

grpc_event grpc_completion_queue_next(grpc_completion_queue* queue,
                                      gpr_timespec deadline, void* reserved) {
  static const auto library =
      reinterpret_cast<decltype(&grpc_completion_queue_next)>(
          FindInLibrary("grpc_completion_queue_next"));
  const grpc_event event = library(queue, deadline, reserved);
  if (event.type == GRPC_OP_COMPLETE) Acquire(event.tag);
  return event;
}

grpc_event grpc_completion_queue_pluck(grpc_completion_queue* queue, void* tag,
                                       gpr_timespec deadline, void* reserved) {
  static const auto library =
      reinterpret_cast<decltype(&grpc_completion_queue_pluck)>(
          FindInLibrary("grpc_completion_queue_pluck"));
  const grpc_event event = library(queue, tag, deadline, reserved);
  if (event.type == GRPC_OP_COMPLETE) Acquire(tag);
  return event;
}

}  // extern "C"

namespace grpc::internal {

// OnDone follows when the last user of a call has released it. The library
// counts them by an atomic, of which only the part in headers is instrumented.
void ServerCallbackCall::ScheduleOnDone(bool inline_ondone) {
  static const auto library =
      reinterpret_cast<void (*)(ServerCallbackCall*, bool)>(FindInLibrary(
          "_ZN4grpc8internal18ServerCallbackCall14ScheduleOnDoneEb"));
  Acquire(&callbacks_outstanding_);
  library(this, inline_ondone);
}

}  // namespace grpc::internal
