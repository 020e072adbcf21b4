// A BacklinksService on a loopback port that does what the test says.
//
// Threads: any.  Calls without a script are answered with UNIMPLEMENTED.
#ifndef BACKLINKS_TESTS_CLIENT_SCRIPTED_SERVICE_H_
#define BACKLINKS_TESTS_CLIENT_SCRIPTED_SERVICE_H_

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "grpcpp/server.h"

namespace backlinks {

// What one StreamRefpages call gets.
struct StreamScript {
  std::vector<v1::StreamRefpagesResponse> messages;
  absl::Status status;
  bool hangs = false;  // Does not end before it is cancelled.
};

// Calls of one method: what came, and what is yet to be answered.
template <typename Request, typename Answer>
struct Calls {
  std::vector<Request> requests;
  std::vector<absl::Time> deadlines;
  std::deque<Answer> answers;
};

class ScriptedService final : public v1::BacklinksService::Service {
 public:
  ScriptedService();
  ~ScriptedService() override;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  int port() const { return port_; }

  void OnStream(StreamScript script);
  void OnList(absl::StatusOr<v1::ListRefpagesResponse> answer);
  void OnExplain(absl::StatusOr<v1::ExplainRefpagesResponse> answer);
  void OnParse(absl::StatusOr<v1::ParseFilterResponse> answer);
  void OnUsage(absl::StatusOr<v1::GetUsageResponse> answer);

  std::vector<v1::StreamRefpagesRequest> StreamRequests();
  std::vector<absl::Time> StreamDeadlines();
  std::vector<v1::ListRefpagesRequest> ListRequests();
  std::vector<v1::ExplainRefpagesRequest> ExplainRequests();
  std::vector<v1::ParseFilterRequest> ParseRequests();
  std::vector<v1::GetUsageRequest> UsageRequests();
  // Returns once so many streams were asked for.
  void AwaitStreams(size_t count);

 private:
  grpc::Status StreamRefpages(
      grpc::ServerContext* context, const v1::StreamRefpagesRequest* request,
      grpc::ServerWriter<v1::StreamRefpagesResponse>* writer) override;
  grpc::Status ListRefpages(grpc::ServerContext* context,
                            const v1::ListRefpagesRequest* request,
                            v1::ListRefpagesResponse* response) override;
  grpc::Status ExplainRefpages(grpc::ServerContext* context,
                               const v1::ExplainRefpagesRequest* request,
                               v1::ExplainRefpagesResponse* response) override;
  grpc::Status ParseFilter(grpc::ServerContext* context,
                           const v1::ParseFilterRequest* request,
                           v1::ParseFilterResponse* response) override;
  grpc::Status GetUsage(grpc::ServerContext* context,
                        const v1::GetUsageRequest* request,
                        v1::GetUsageResponse* response) override;

  absl::Mutex mutex_;
  Calls<v1::StreamRefpagesRequest, StreamScript> stream_;
  Calls<v1::ListRefpagesRequest, absl::StatusOr<v1::ListRefpagesResponse>>
      list_;
  Calls<v1::ExplainRefpagesRequest, absl::StatusOr<v1::ExplainRefpagesResponse>>
      explain_;
  Calls<v1::ParseFilterRequest, absl::StatusOr<v1::ParseFilterResponse>> parse_;
  Calls<v1::GetUsageRequest, absl::StatusOr<v1::GetUsageResponse>> usage_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// A message of rows with `ahrefs_rank` from `first` to `last` (none if they
// are the wrong way round) and this token.
v1::StreamRefpagesResponse RowsMessage(int first, int last,
                                       const std::string& token);
// A message without rows, from a stream that has read so many.
v1::StreamRefpagesResponse ProgressMessage(int64_t scanned,
                                           const std::string& token);
// The last message.
v1::StreamRefpagesResponse SummaryMessage();

// UNAVAILABLE as the server says it.
absl::Status Broken();

}  // namespace backlinks

#endif  // BACKLINKS_TESTS_CLIENT_SCRIPTED_SERVICE_H_
