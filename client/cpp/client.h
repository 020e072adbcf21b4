// The typed C++ client of backlinks.v1.BacklinksService.
//
// Errors:  absl::Status with the reason, the violations and the retry delay
//          that the server sent as google.rpc details (service/status/status.h
//          reads them: GetReason, GetViolations).
// Threads: a Client may be used from any thread; a RefpageStream from one at a
//          time, but Cancel from any.
// Memory:  one message of the stream, at most 1 MiB.
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
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "client/cpp/refpage_stream.h"
#include "grpcpp/channel.h"

namespace backlinks {

struct ClientOptions {
  std::string server = "127.0.0.1:50051";  // Host and port, or "unix:PATH".
  // By TLS, verified against the system's roots, or with `ca_file` (PEM)
  // against those. Without either: plain text.
  bool tls = false;
  std::string ca_file;
  std::string user_agent = "backlinks-cpp";
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

 private:
  absl::Status broken_;  // Of the options.
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLIENT_H_
