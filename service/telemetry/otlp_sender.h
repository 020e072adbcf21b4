// Sends one request after the other to a collector, by OTLP over gRPC.
//
// The one place beside deliver, app, client and status that knows gRPC.
// Errors:  the collector's, or UNAVAILABLE where none answers, and what OTLP
//          says of trying again.
// Threads: Send by one thread; Cancel from any.
#ifndef BACKLINKS_SERVICE_TELEMETRY_OTLP_SENDER_H_
#define BACKLINKS_SERVICE_TELEMETRY_OTLP_SENDER_H_

#include <cstdint>
#include <memory>
#include <mutex>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "opentelemetry/proto/collector/trace/v1/trace_service.grpc.pb.h"
#include "service/model/otlp_endpoint.h"

namespace backlinks {

// What became of one request.
struct SendOutcome {
  absl::Status status;
  bool may_retry = false;
  absl::Duration retry_delay;  // Asked for by the collector; zero: it did not.
  int64_t rejected = 0;        // Spans that it did not take, the rest it did.
};

class OtlpSender {
 public:
  // Does not connect yet.
  explicit OtlpSender(const OtlpEndpoint& endpoint);

  SendOutcome Send(const opentelemetry::proto::collector::trace::v1::
                       ExportTraceServiceRequest& request,
                   absl::Time deadline);

  // Ends the Send under way and every later one.
  void Cancel();

 private:
  // Null: cancelled before it began.
  grpc::ClientContext* Begin(absl::Time deadline);
  void End();

  std::unique_ptr<
      opentelemetry::proto::collector::trace::v1::TraceService::Stub>
      stub_;
  std::mutex mutex_;
  std::unique_ptr<grpc::ClientContext> context_;  // Of the Send under way.
  bool cancelled_ = false;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_OTLP_SENDER_H_
