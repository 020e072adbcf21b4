// The typed C++ client of backlinks.v1.BacklinksService.
//
// Errors:  absl::Status with the code and the message that the server sent.
//          GetErrorDetails (error_details.h) reads the reason, the violations
//          and the retry delay. Without an answer of the server: UNAVAILABLE if
//          it cannot be reached, DEADLINE_EXCEEDED after the timeout.
// Threads: a Client may be used from several threads at once, a RefpageStream
//          from one at a time, but RefpageStream::Cancel from any. Every call
//          blocks its thread. None throws, but what a callback throws passes
//          through.
// Memory:  one message of the stream, below 4 MiB by default.
// Retries: row streams resume by themselves (refpage_stream.h). The other calls
//          are made up to 5 times in all if they end with UNAVAILABLE.
// Units:   prices are in thousandths, v1::Price::milli_amount.
//
// Example:
//   Client client({.server = "127.0.0.1:50051"});
//   RefpageStream stream = client.StreamRefpages(request);
//   for (const v1::Refpage& row : stream) Use(row);
//   const absl::Status status = stream.Finish();
#ifndef BACKLINKS_CLIENT_H_
#define BACKLINKS_CLIENT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "backlinks/refpage_stream.h"
#include "backlinks/resume_options.h"
#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "grpcpp/channel.h"

namespace backlinks {

// Every member has an initializer, so that compilers do not warn of those that
// a designated initializer leaves out.
struct ClientOptions {
  // Host and port, or "unix:PATH". Loopback is connected to directly, other
  // hosts through the proxy of the environment's http_proxy, unless its
  // no_proxy lists them.
  std::string server = "127.0.0.1:50051";
  // Uses TLS, verified with the system's root certificates. Each of the four
  // options below implies TLS; plaintext if none of the five is set.
  bool tls = false;
  std::string ca_file = {};    // PEM; instead of the system's roots.
  std::string cert_file = {};  // PEM; the client's certificate, for mTLS.
  std::string key_file = {};   // PEM; its private key. Both or neither.
  // The name that the server's certificate must have, instead of the host of
  // `server`.
  std::string server_name = {};
  // Sent with every call, as "authorization: Bearer KEY". Without TLS only to
  // loopback and Unix sockets, unless `allow_plaintext_key` is set.
  std::string api_key = {};
  bool allow_plaintext_key = false;
  std::string user_agent = "backlinks-cpp";
  ResumeOptions resume = {};  // Applies to every row stream.
};

// Whether the options imply TLS.
bool UsesTls(const ClientOptions& options);

class Client {
 public:
  // Connects on the first call, and again after a connection is lost. If a file
  // is wrong, or the key must not be sent, every call fails with
  // INVALID_ARGUMENT.
  explicit Client(const ClientOptions& options);

  // Starts a stream. `timeout` applies to the stream as a whole, with its
  // resumed attempts and the time that the caller takes. The stream may outlive
  // the client. The request's resume_token may be that of an earlier stream.
  RefpageStream StreamRefpages(
      const v1::StreamRefpagesRequest& request,
      absl::Duration timeout = absl::InfiniteDuration());

  // Calls `on_row` for each row until it returns false (the stream is then
  // cancelled, which is not an error) or the stream ends.
  absl::Status ForEachRow(const v1::StreamRefpagesRequest& request,
                          const std::function<bool(const v1::Refpage&)>& on_row,
                          absl::Duration timeout = absl::InfiniteDuration());

  // Each function makes one call of the method with this name. `timeout`
  // includes retries. It is at most 30 seconds for ExplainRefpages, ParseFilter
  // and GetUsage, as client/service_config.json sets for every client.
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

  absl::Status broken_;  // Not OK if the options are not valid.
  const ResumeOptions resume_;
  const std::string api_key_;
  std::shared_ptr<grpc::Channel> channel_;  // For streams.
  std::unique_ptr<v1::BacklinksService::Stub> stub_;
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_H_
