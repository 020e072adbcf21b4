// The typed C++ client of backlinks.v1.BacklinksService.
//
// Errors:  absl::Status with the reason, the violations and the retry delay
//          that the server sent as google.rpc details (service/status/status.h
//          reads them: GetReason, GetViolations).
// Threads: a Client may be used from any thread; a RefpageStream from one at a
//          time, but Cancel from any.
// Memory:  one message of the stream, below 4 MiB by default.
// Retries: row streams resume by themselves; the other calls are tried again
//          after UNAVAILABLE, as client/service_config.json says.
//
// Example:
//   Client client({.server = "127.0.0.1:50051"});
//   RefpageStream stream = client.StreamRefpages(request);
//   for (const v1::Refpage& row : stream) Use(row);
//   const absl::Status status = stream.Finish();
#ifndef BACKLINKS_CLIENT_CPP_CLIENT_H_
#define BACKLINKS_CLIENT_CPP_CLIENT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "client/cpp/refpage_stream.h"
#include "client/cpp/resume_options.h"
#include "grpcpp/channel.h"

namespace backlinks {

struct ClientOptions {
  // Host and port, or "unix:PATH". Loopback is connected to directly, others
  // by the proxy that the environment's http_proxy names, unless its no_proxy
  // lists them.
  std::string server = "127.0.0.1:50051";
  // By TLS, verified against the system's roots, or with `ca_file` (PEM)
  // against those. Without either: plain text.
  bool tls = false;
  std::string ca_file;
  std::string user_agent = "backlinks-cpp";
  ResumeOptions resume;  // Of every row stream.
};

class Client {
 public:
  // Connects when first used. A CA file that cannot be read makes every call
  // fail with INVALID_ARGUMENT.
  explicit Client(const ClientOptions& options);

  // Starts a stream; `timeout` holds for all of it. The stream may outlive
  // the client.
  RefpageStream StreamRefpages(
      const v1::StreamRefpagesRequest& request,
      absl::Duration timeout = absl::InfiniteDuration());

  // Calls `on_row` for every row, until it returns false (the stream is then
  // cancelled, which is no error) or the stream has ended.
  absl::Status ForEachRow(const v1::StreamRefpagesRequest& request,
                          const std::function<bool(const v1::Refpage&)>& on_row,
                          absl::Duration timeout = absl::InfiniteDuration());

  // One call each, as the contract says.
  absl::StatusOr<v1::ListRefpagesResponse> ListRefpages(
      const v1::ListRefpagesRequest& request,
      absl::Duration timeout = absl::InfiniteDuration());
  absl::StatusOr<v1::ExplainRefpagesResponse> ExplainRefpages(
      const v1::ExplainRefpagesRequest& request,
      absl::Duration timeout = absl::InfiniteDuration());
  absl::StatusOr<v1::ParseFilterResponse> ParseFilter(
      const v1::ParseFilterRequest& request,
      absl::Duration timeout = absl::InfiniteDuration());
  absl::StatusOr<v1::GetUsageResponse> GetUsage(
      const v1::GetUsageRequest& request = {},
      absl::Duration timeout = absl::InfiniteDuration());

 private:
  template <typename Request, typename Response>
  using Method = grpc::Status (v1::BacklinksService::Stub::*)(
      grpc::ClientContext*, const Request&, Response*);
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(Method<Request, Response> method,
                                const Request& request, absl::Duration timeout);

  absl::Status broken_;  // Of the options.
  const ResumeOptions resume_;
  std::shared_ptr<grpc::Channel> channel_;  // Of streams.
  std::unique_ptr<v1::BacklinksService::Stub> stub_;
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLIENT_H_
