// Sends requests to a collector, one after the other, by OTLP over gRPC.
//
// Uses gRPC, which no other part of the telemetry does.
// Errors:  the collector's status, or UNAVAILABLE if none responds, and whether
//          OTLP allows a retry.
// Threads: Send is called by one thread; Cancel by any.
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

namespace backlinks::telemetry {

// The outcome of one request.
struct SendOutcome {
  absl::Status status;
  bool may_retry = false;
  // As requested by the collector; zero if it did not.
  absl::Duration retry_delay;
  // Spans rejected; the collector accepted the rest.
  int64_t rejected = 0;
};

class OtlpSender {
 public:
  // Does not connect before the first Send.
  explicit OtlpSender(const OtlpEndpoint& endpoint);

  SendOutcome Send(const opentelemetry::proto::collector::trace::v1::
                       ExportTraceServiceRequest& request,
                   absl::Time deadline);

  // Ends the current Send and every later one.
  void Cancel();

 private:
  // Returns null if cancelled before it began.
  grpc::ClientContext* Begin(absl::Time deadline);
  void End();

  std::unique_ptr<
      opentelemetry::proto::collector::trace::v1::TraceService::Stub>
      stub_;
  std::mutex mutex_;
  // The context of the current Send.
  std::unique_ptr<grpc::ClientContext> context_;
  bool cancelled_ = false;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_OTLP_SENDER_H_
