#include "client/cpp/resume_policy.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "service/common/status/error_details.h"
#include "service/common/status/status.h"

namespace backlinks {
namespace {

double Random() {
  thread_local absl::BitGen generator;
  return absl::Uniform(generator, 0.0, 1.0);
}

}  // namespace

ResumePolicy::ResumePolicy(const ResumeOptions& options, std::string token)
    : max_attempts_(options.max_attempts),
      first_backoff_(options.first_backoff),
      max_backoff_(options.max_backoff),
      random_(options.random ? options.random : Random),
      token_(std::move(token)) {}

void ResumePolicy::OnMessage(v1::StreamRefpagesResponse& message) {
  const int known =
      static_cast<int>(std::min<int64_t>(to_skip_, message.refpages_size()));
  message.mutable_refpages()->DeleteSubrange(0, known);
  to_skip_ -= known;

  const int64_t position = message.progress().scanned_row_count();
  if (message.refpages_size() > 0 || position > position_) attempts_ = 0;
  position_ = std::max(position_, position);
  const std::string& token = message.resume_token();
  rows_after_token_ += message.refpages_size();
  if (!token.empty()) {
    token_ = token;
    rows_after_token_ = to_skip_;
  }
  if (message.has_summary()) summary_ = message.summary();
}

bool ResumePolicy::MayResume(const absl::Status& status) const {
  return absl::IsUnavailable(status) && !summary_ &&
         attempts_ < max_attempts_ &&
         (!token_.empty() || rows_after_token_ == 0);
}

absl::Duration ResumePolicy::NextBackoff() {
  absl::Duration longest = first_backoff_;
  for (int i = 0; i < attempts_ && longest < max_backoff_; ++i) longest *= 2;
  return std::min(longest, max_backoff_) * (0.5 + random_() / 2);
}

std::optional<absl::Duration> ResumePolicy::PauseBeforeNext(
    const absl::Status& status) {
  if (!MayResume(status)) return std::nullopt;
  const absl::Duration pause = std::max(
      NextBackoff(), GetRetryDelay(status).value_or(absl::ZeroDuration()));
  ++attempts_;
  to_skip_ = rows_after_token_;
  return pause;
}

absl::Status ResumePolicy::FinalStatus(const absl::Status& status) const {
  const bool is_whole =
      status.ok() || (summary_ && absl::IsUnavailable(status));
  if (!is_whole) return status;
  if (to_skip_ == 0) return absl::OkStatus();
  return MakeError(Reason::kRowsChanged,
                   "rows that were received before the stream broke did not "
                   "come again; start anew");
}

}  // namespace backlinks
