// One StreamRefpages call that consists of one or more attempts.
//
// Units:   `timeout` applies to all attempts and pauses together.
// Errors:  those of the last attempt; DEADLINE_EXCEEDED if the next pause would
//          exceed the timeout; CANCELLED.
// Threads: one at a time, but Cancel from any.
// Cancel:  ends a read, a connection attempt and a pause at once.
#ifndef BACKLINKS_CLIENT_CPP_RESUMING_CALL_H_
#define BACKLINKS_CLIENT_CPP_RESUMING_CALL_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "backlinks/resume_options.h"
#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "client/cpp/resume_policy.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace backlinks {

class ResumingCall {
 public:
  // Starts the first attempt. Returns when it is connected or has failed.
  ResumingCall(std::shared_ptr<grpc::Channel> channel,
               const v1::StreamRefpagesRequest& request, absl::Duration timeout,
               const ResumeOptions& options, std::string api_key = {});
  // Makes a call that has already failed.
  explicit ResumingCall(absl::Status error);
  // Cancels the call if it has not ended.
  ~ResumingCall();

  // Returns false if there is no further message; Finish returns the status.
  bool Read(v1::StreamRefpagesResponse& message);
  absl::Status Finish();
  void Cancel();

  const std::optional<v1::StreamSummary>& summary() const {
    return policy_.summary();
  }
  const std::string& resume_token() const { return policy_.token(); }
  int resumes() const { return resumes_; }

 private:
  struct Attempt {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::StreamRefpagesResponse>> reader;
  };

  void StartAttempt();
  void EndAttempt();
  void Sleep(absl::Duration pause);
  absl::Status Wait(absl::Duration pause, const absl::Status& cause);
  absl::Duration TimeLeft() const { return deadline_ - options_.now(); }

  ResumeOptions options_;
  const std::string api_key_;
  std::unique_ptr<v1::BacklinksService::Stub> stub_;
  v1::StreamRefpagesRequest request_;
  absl::Time deadline_;
  ResumePolicy policy_;
  int resumes_ = 0;
  std::optional<absl::Status> status_;  // Set once the call is over.

  absl::Notification cancelled_;
  std::mutex sleep_mutex_;
  std::condition_variable cancel_signal_;
  absl::Mutex mutex_;
  bool is_cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  // Replaced under the mutex; used without it by the reading thread.
  std::unique_ptr<Attempt> attempt_;
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_RESUMING_CALL_H_
