// backlinks.v1.BacklinksService on gRPC's callback API.
//
// StreamRefpages takes and gives ready bytes (the raw callback method): a row
// is never a protobuf object here. The other methods answer UNIMPLEMENTED with
// NOT_IMPLEMENTED and say what to use instead.
//
// Threads: gRPC calls the methods from any thread; each stream runs on one
//          worker, the next in turn.
#ifndef BACKLINKS_SERVICE_APP_BACKLINKS_SERVICE_H_
#define BACKLINKS_SERVICE_APP_BACKLINKS_SERVICE_H_

#include <atomic>
#include <string_view>
#include <vector>

#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "boost/asio/any_io_executor.hpp"
#include "service/app/active_calls.h"
#include "service/app/stream_call.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_record.h"

namespace backlinks {

// One thread with its connections to the upstream.
struct Worker {
  boost::asio::any_io_executor executor;
  HttpExchange* exchange = nullptr;
};

using BacklinksMethods =
    v1::BacklinksService::WithRawCallbackMethod_StreamRefpages<
        v1::BacklinksService::WithCallbackMethod_ListRefpages<
            v1::BacklinksService::WithCallbackMethod_ExplainRefpages<
                v1::BacklinksService::WithCallbackMethod_ParseFilter<
                    v1::BacklinksService::WithCallbackMethod_GetUsage<
                        v1::BacklinksService::Service>>>>>;

class BacklinksServer final : public BacklinksMethods {
 public:
  // Everything given by reference must outlive every call; `workers` is not
  // empty.
  BacklinksServer(const Stages& stages, std::vector<Worker> workers,
                  ActiveCalls& active_calls, CallObserver& observer)
      : stages_(stages),
        workers_(std::move(workers)),
        active_calls_(active_calls),
        observer_(observer) {}

  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamRefpages(
      grpc::CallbackServerContext* context,
      const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* ListRefpages(grpc::CallbackServerContext* context,
                                         const v1::ListRefpagesRequest*,
                                         v1::ListRefpagesResponse*) override;
  grpc::ServerUnaryReactor* ExplainRefpages(
      grpc::CallbackServerContext* context, const v1::ExplainRefpagesRequest*,
      v1::ExplainRefpagesResponse*) override;
  grpc::ServerUnaryReactor* ParseFilter(grpc::CallbackServerContext* context,
                                        const v1::ParseFilterRequest*,
                                        v1::ParseFilterResponse*) override;
  grpc::ServerUnaryReactor* GetUsage(grpc::CallbackServerContext* context,
                                     const v1::GetUsageRequest*,
                                     v1::GetUsageResponse*) override;

 private:
  grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context,
                                   std::string_view method,
                                   std::string_view instead);

  const Stages& stages_;
  std::vector<Worker> workers_;
  std::atomic<size_t> next_worker_ = 0;
  ActiveCalls& active_calls_;
  CallObserver& observer_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_BACKLINKS_SERVICE_H_
