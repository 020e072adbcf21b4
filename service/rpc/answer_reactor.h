// One unary RPC that is answered as soon as its request has arrived, on gRPC's
// thread.
//
// Threads, errors, life: as CallReactor.
#ifndef BACKLINKS_SERVICE_RPC_ANSWER_REACTOR_H_
#define BACKLINKS_SERVICE_RPC_ANSWER_REACTOR_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/model/steady_time.h"
#include "service/rpc/call_reactor.h"

namespace backlinks::rpc {

class AnswerReactor final : public CallReactor {
 public:
  explicit AnswerReactor(SteadyTime deadline) : CallReactor(deadline) {}

  // Sends the response or the error.
  void Answer(const absl::StatusOr<grpc::ByteBuffer>& response) {
    if (!response.ok()) return Reject(response.status());
    FinishWith(*response);
  }

 private:
  // The answer follows in any case.
  void Cancel(absl::Status /*why*/) override {}
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_ANSWER_REACTOR_H_
