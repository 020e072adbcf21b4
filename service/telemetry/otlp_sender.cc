#include "service/telemetry/otlp_sender.h"

#include <algorithm>
#include <optional>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "service/common/proxy/proxy_bypass.h"

namespace backlinks::telemetry {
namespace {

using opentelemetry::proto::collector::trace::v1::ExportTraceServiceRequest;
using opentelemetry::proto::collector::trace::v1::ExportTraceServiceResponse;
using opentelemetry::proto::collector::trace::v1::TraceService;

// The maximum time until a collector that is available again is found.
constexpr int kMaxReconnectMs = 5000;

std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(
    const OtlpEndpoint& endpoint) {
  if (!endpoint.tls) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = endpoint.root_certificates;
  return grpc::SslCredentials(options);
}

// The delay of google.rpc.RetryInfo, if there is one.
std::optional<absl::Duration> RetryInfoOf(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return std::nullopt;
  for (const auto& detail : details.details()) {
    google::rpc::RetryInfo info;
    if (!detail.UnpackTo(&info)) continue;
    const absl::Duration delay = absl::Seconds(info.retry_delay().seconds()) +
                                 absl::Nanoseconds(info.retry_delay().nanos());
    return std::max(delay, absl::ZeroDuration());
  }
  return std::nullopt;
}

// Retryable codes by the OTLP specification; RESOURCE_EXHAUSTED only if the
// collector sends RetryInfo.
bool MayRetry(grpc::StatusCode code, bool has_retry_info) {
  switch (code) {
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::ABORTED:
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DATA_LOSS:
      return true;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return has_retry_info;
    default:
      return false;
  }
}

SendOutcome OutcomeOf(const grpc::Status& status,
                      const ExportTraceServiceResponse& response) {
  if (status.ok()) {
    return {.rejected = response.partial_success().rejected_spans()};
  }
  const auto delay = RetryInfoOf(status);
  return {
      .status = absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                             status.error_message()),
      .may_retry = MayRetry(status.error_code(), delay.has_value()),
      .retry_delay = delay.value_or(absl::ZeroDuration())};
}

}  // namespace

OtlpSender::OtlpSender(const OtlpEndpoint& endpoint) {
  grpc::ChannelArguments arguments;
  if (BypassesProxyOfEnvironment(endpoint.address)) {
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  }
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMs);
  // The exporter does its own retries, as OTLP specifies them.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  stub_ = TraceService::NewStub(grpc::CreateCustomChannel(
      endpoint.address, CredentialsOf(endpoint), arguments));
}

SendOutcome OtlpSender::Send(const ExportTraceServiceRequest& request,
                             absl::Time deadline) {
  grpc::ClientContext* context = Begin(deadline);
  if (context == nullptr) return {.status = absl::CancelledError()};
  ExportTraceServiceResponse response;
  const grpc::Status status = stub_->Export(context, request, &response);
  End();
  return OutcomeOf(status, response);
}

void OtlpSender::Cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  if (context_) context_->TryCancel();
}

grpc::ClientContext* OtlpSender::Begin(absl::Time deadline) {
  const std::lock_guard lock(mutex_);
  if (cancelled_) return nullptr;
  context_ = std::make_unique<grpc::ClientContext>();
  context_->set_deadline(absl::ToChronoTime(deadline));
  return context_.get();
}

void OtlpSender::End() {
  const std::lock_guard lock(mutex_);
  context_.reset();
}

}  // namespace backlinks::telemetry
