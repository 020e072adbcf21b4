// A call that reads and writes without a coroutine: the base of reactors whose
// callbacks may run while another thread ends the call.
//
// Threads: every method may be called from any thread.  Errors, life: as
//          CallReactor.
#ifndef BACKLINKS_SERVICE_RPC_SERIAL_REACTOR_H_
#define BACKLINKS_SERVICE_RPC_SERIAL_REACTOR_H_

#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/rpc/call_reactor.h"

namespace backlinks::rpc {

class SerialReactor : public CallReactor {
 protected:
  using CallReactor::CallReactor;

  // The request, or the reason why there is none, has been delivered. Must be
  // called once, before all below. Ends the call if it was cancelled before.
  void Begin() {
    const std::lock_guard lock(mutex_);
    has_begun_ = true;
    if (!cancelled_.ok()) EndLocked(cancelled_);
  }

  // Has no effect if the call has ended, as the two below.
  void EndOnce(const absl::Status& status) {
    const std::lock_guard lock(mutex_);
    EndLocked(status);
  }

  // The message before must have been written.
  void Write(grpc::ByteBuffer message) {
    const std::lock_guard lock(mutex_);
    if (has_ended_) return;
    written_.Swap(&message);
    StartWrite(&written_);
  }

  void Read() {
    const std::lock_guard lock(mutex_);
    if (!has_ended_) ReadNext();
  }

 private:
  // Until the request is delivered, CallReactor uses the call.
  void Cancel(absl::Status why) override {
    const std::lock_guard lock(mutex_);
    if (has_begun_) return EndLocked(why);
    cancelled_ = std::move(why);
  }

  void EndLocked(const absl::Status& status) {
    if (!std::exchange(has_ended_, true)) Reject(status);
  }

  std::mutex mutex_;
  bool has_begun_ = false;
  bool has_ended_ = false;
  absl::Status cancelled_;  // OK unless cancelled before Begin.
  grpc::ByteBuffer written_;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_SERIAL_REACTOR_H_
