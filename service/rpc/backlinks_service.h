// backlinks.v1.BacklinksService on gRPC's callback API.
//
// All methods receive and return bytes, so that a row of StreamRefpages is
// never a protobuf object. Methods that need the upstream run as a coroutine on
// a worker and count against the limit of calls; the others respond on gRPC's
// own thread.
//
// Threads: gRPC calls the methods from any thread; each coroutine runs on one
//          worker, chosen round-robin.
#ifndef BACKLINKS_SERVICE_RPC_BACKLINKS_SERVICE_H_
#define BACKLINKS_SERVICE_RPC_BACKLINKS_SERVICE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "boost/asio/any_io_executor.hpp"
#include "grpcpp/support/byte_buffer.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_record.h"
#include "service/model/call_recorder.h"
#include "service/rpc/call_context.h"
#include "service/rpc/call_registry.h"
#include "service/rpc/coroutine_rpc.h"
#include "service/rpc/prepared_query.h"
#include "service/rpc/route.h"

namespace backlinks::rpc {

// One thread with its connections to the upstream.
struct Worker {
  boost::asio::any_io_executor executor;
  exchange::HttpExchange* exchange = nullptr;
};

class BacklinksServer final {
 public:
  // All references must outlive every call. `workers` must not be empty.
  BacklinksServer(const CallDependencies& dependencies,
                  std::vector<Worker> workers, CallRegistry& call_registry,
                  CallObserver& observer)
      : dependencies_(dependencies),
        workers_(std::move(workers)),
        call_registry_(call_registry),
        observer_(observer) {}

  // All methods of the contract that have a handler here.
  Routes MakeRoutes();

 private:
  using Reactor = grpc::ServerGenericBidiReactor;

  Reactor* StreamRefpages(IncomingCall incoming);
  Reactor* ListRefpages(IncomingCall incoming);
  Reactor* ExplainRefpages(IncomingCall incoming);
  Reactor* ParseFilter(IncomingCall incoming);
  Reactor* GetUsage(IncomingCall incoming);

  const Worker& NextWorker() {
    return workers_[next_worker_++ % workers_.size()];
  }
  // Reports the end of a call to the observer.
  void Finish(CallRecorder& recorder, const absl::Status& status) const;

  // Reserves a slot for the call of `rpc`; if there is none, or `received` is
  // an error, ends the call.
  absl::StatusOr<int64_t> Begin(CallContext& call, const absl::Status& received,
                                CoroutineRpc& rpc);
  // The end of a call that Begin has begun.
  void End(CallContext& call, int64_t slot, const absl::Status& status,
           grpc::CallbackServerContext& context);

  // Runs the coroutine `run(request, response, call)`, which fills the
  // response: a message, or a ByteBuffer with its bytes.
  template <typename Request, typename Response, typename Run>
  Reactor* RunUnary(IncomingCall incoming, const Run& run);
  // Responds at once with the result of `answer(request, response)`.
  template <typename Request, typename Response, typename Answer>
  Reactor* AnswerNow(IncomingCall incoming, const Answer& answer);

  const CallDependencies& dependencies_;
  std::vector<Worker> workers_;
  std::atomic<size_t> next_worker_ = 0;
  CallRegistry& call_registry_;
  CallObserver& observer_;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_BACKLINKS_SERVICE_H_
