// backlinks.v1.BacklinksService on gRPC's callback API.
//
// All methods are raw callback methods: they receive and return bytes, and a
// row of StreamRefpages is never a protobuf object. Methods that need the
// upstream run as a coroutine on a worker and count against the limit of calls;
// the others respond on gRPC's own thread.
//
// Threads: gRPC calls the methods from any thread; each coroutine runs on one
//          worker, chosen round-robin.
#ifndef BACKLINKS_SERVICE_RPC_BACKLINKS_SERVICE_H_
#define BACKLINKS_SERVICE_RPC_BACKLINKS_SERVICE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "boost/asio/any_io_executor.hpp"
#include "grpcpp/support/byte_buffer.h"
#include "service/accounting/usage_ledger.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_record.h"
#include "service/model/call_recorder.h"
#include "service/rpc/call_context.h"
#include "service/rpc/call_registry.h"
#include "service/rpc/prepared_query.h"
#include "service/telemetry/call_tracer.h"

namespace backlinks::rpc {

// One thread with its connections to the upstream.
struct Worker {
  boost::asio::any_io_executor executor;
  exchange::HttpExchange* exchange = nullptr;
};

// The messages of a unary call, owned by gRPC until its end.
struct RawMessages {
  const grpc::ByteBuffer& request;
  grpc::ByteBuffer& response;
};

// The methods that parse their requests here, so that a parse error has
// details.
using BacklinksMethods =
    v1::BacklinksService::WithRawCallbackMethod_StreamRefpages<
        v1::BacklinksService::WithRawCallbackMethod_ListRefpages<
            v1::BacklinksService::WithRawCallbackMethod_ExplainRefpages<
                v1::BacklinksService::WithRawCallbackMethod_ParseFilter<
                    v1::BacklinksService::WithRawCallbackMethod_GetUsage<
                        v1::BacklinksService::Service>>>>>;

class BacklinksServer final : public BacklinksMethods {
 public:
  // All references must outlive every call. `workers` must not be empty;
  // `tracer` may be null.
  BacklinksServer(const CallDependencies& dependencies,
                  std::vector<Worker> workers, CallRegistry& call_registry,
                  const accounting::UsageLedger& ledger, CallObserver& observer,
                  telemetry::CallTracer* tracer)
      : dependencies_(dependencies),
        workers_(std::move(workers)),
        call_registry_(call_registry),
        ledger_(ledger),
        observer_(observer),
        tracer_(tracer) {}

  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamRefpages(
      grpc::CallbackServerContext* context,
      const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* ListRefpages(grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ExplainRefpages(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ParseFilter(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetUsage(grpc::CallbackServerContext* context,
                                     const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* response) override;

 private:
  const Worker& NextWorker() {
    return workers_[next_worker_++ % workers_.size()];
  }
  // Begin reports the start of a call to the observer, Finish its end.
  CallRecorder Begin(const grpc::CallbackServerContext& context,
                     std::string_view method, const grpc::ByteBuffer& request);
  void Finish(CallRecorder& recorder, const absl::Status& status);

  // Runs the coroutine `run(request, response, call)`, which fills the
  // response: a message, or a ByteBuffer with its bytes.
  template <typename Request, typename Response, typename Run>
  grpc::ServerUnaryReactor* RunUnary(grpc::CallbackServerContext* context,
                                     std::string_view method,
                                     const RawMessages& raw, const Run& run);
  // Responds at once with the result of `answer(request, response, recorder)`.
  template <typename Request, typename Response, typename Answer>
  grpc::ServerUnaryReactor* AnswerNow(grpc::CallbackServerContext* context,
                                      std::string_view method,
                                      const RawMessages& raw,
                                      const Answer& answer);

  const CallDependencies& dependencies_;
  std::vector<Worker> workers_;
  std::atomic<size_t> next_worker_ = 0;
  CallRegistry& call_registry_;
  const accounting::UsageLedger& ledger_;
  CallObserver& observer_;
  telemetry::CallTracer* tracer_;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_BACKLINKS_SERVICE_H_
