#include "client/cpp/resuming_call.h"

#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "client/cpp/channel_credentials.h"
#include "fmt/format.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"

namespace backlinks {
namespace {

absl::Time SteadyNow() {
  return absl::UnixEpoch() +
         absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

ResumeOptions WithDefaults(ResumeOptions options) {
  if (!options.now) options.now = SteadyNow;
  return options;
}

}  // namespace

ResumingCall::ResumingCall(std::shared_ptr<grpc::Channel> channel,
                           const v1::StreamRefpagesRequest& request,
                           absl::Duration timeout, const ResumeOptions& options,
                           std::string api_key)
    : options_(WithDefaults(options)),
      api_key_(std::move(api_key)),
      stub_(v1::BacklinksService::NewStub(std::move(channel))),
      request_(request),
      deadline_(options_.now() + timeout),
      policy_(options_, request.resume_token()) {
  StartAttempt();
}

ResumingCall::ResumingCall(absl::Status error)
    : policy_({}, ""), status_(std::move(error)) {}

ResumingCall::~ResumingCall() { Finish().IgnoreError(); }

void ResumingCall::StartAttempt() {
  auto attempt = std::make_unique<Attempt>();
  if (const absl::Duration left = TimeLeft(); left < absl::InfiniteDuration()) {
    attempt->context.set_deadline(absl::ToChronoTime(absl::Now() + left));
  }
  AddApiKey(api_key_, attempt->context);
  request_.set_resume_token(policy_.token());
  {
    const absl::MutexLock lock(&mutex_);
    attempt_ = std::move(attempt);
    if (is_cancelled_) attempt_->context.TryCancel();
  }
  // Not under the mutex, because it blocks until the request is sent, and a
  // cancellation must be possible before.
  attempt_->reader = stub_->StreamRefpages(&attempt_->context, request_);
}

bool ResumingCall::Read(v1::StreamRefpagesResponse& message) {
  while (!status_) {
    if (attempt_->reader->Read(&message)) {
      policy_.OnMessage(message);
      return true;
    }
    EndAttempt();
  }
  message.Clear();
  return false;
}

void ResumingCall::EndAttempt() {
  const absl::Status status = FromGrpcStatus(attempt_->reader->Finish());
  const auto pause = policy_.PauseBeforeNext(status);
  if (!pause) {
    status_ = policy_.FinalStatus(status);
    return;
  }
  if (absl::Status waited = Wait(*pause, status); !waited.ok()) {
    status_ = std::move(waited);
    return;
  }
  ++resumes_;
  StartAttempt();
}

absl::Status ResumingCall::Wait(absl::Duration pause,
                                const absl::Status& cause) {
  if (pause >= TimeLeft()) {
    return MakeError(
        Reason::kDeadline,
        fmt::format("no time is left to resume the stream, which was "
                    "interrupted with {}",
                    cause.ToString(absl::StatusToStringMode::kWithNoExtraData)),
        {{"cause", std::string(cause.message())}});
  }
  Sleep(pause);
  if (!cancelled_.HasBeenNotified()) return absl::OkStatus();
  return MakeError(Reason::kCancelled,
                   "cancelled while the stream was interrupted");
}

// absl::Notification waits by the wall clock, which would make the pause longer
// if the clock is set back.
void ResumingCall::Sleep(absl::Duration pause) {
  if (options_.sleep) return options_.sleep(pause, cancelled_);
  std::unique_lock lock(sleep_mutex_);
  cancel_signal_.wait_for(lock, absl::ToChronoNanoseconds(pause),
                          [this] { return cancelled_.HasBeenNotified(); });
}

absl::Status ResumingCall::Finish() {
  if (!status_) {
    Cancel();
    // Bypasses the policy, so that the token remains the one after the returned
    // rows.
    v1::StreamRefpagesResponse ignored;
    while (attempt_->reader->Read(&ignored)) {
    }
    status_ = FromGrpcStatus(attempt_->reader->Finish());
  }
  return *status_;
}

void ResumingCall::Cancel() {
  const absl::MutexLock lock(&mutex_);
  if (is_cancelled_) return;
  is_cancelled_ = true;
  {
    const std::lock_guard sleep_lock(sleep_mutex_);
    cancelled_.Notify();
  }
  cancel_signal_.notify_all();
  if (attempt_) attempt_->context.TryCancel();
}

}  // namespace backlinks
