#include "client/cpp/resume_policy.h"

#include <algorithm>
#include <utility>

#include "service/common/status/error_details.h"
#include "service/common/status/status.h"

namespace backlinks {

ResumePolicy::ResumePolicy(const ResumeOptions& options, std::string token)
    : max_attempts_(options.max_attempts),
      backoff_{.first = options.first_backoff, .max = options.max_backoff},
      random_(options.random),
      token_(std::move(token)) {}

void ResumePolicy::OnMessage(v1::StreamRefpagesResponse& message) {
  const int known =
      static_cast<int>(std::min<int64_t>(to_skip_, message.refpages_size()));
  message.mutable_refpages()->DeleteSubrange(0, known);
  to_skip_ -= known;

  const int64_t position = message.progress().scanned_row_count();
  const int64_t rows = message.refpages_size() + message.arrow_row_count();
  if (rows > 0 || position > position_) attempts_ = 0;
  position_ = std::max(position_, position);
  const std::string& token = message.resume_token();
  rows_after_token_ += message.refpages_size();
  has_batch_after_token_ |= message.arrow_row_count() > 0;
  if (!token.empty()) {
    token_ = token;
    rows_after_token_ = to_skip_;
    has_batch_after_token_ = false;
  }
  if (message.has_summary()) summary_ = message.summary();
}

bool ResumePolicy::MayResume(const absl::Status& status) const {
  return absl::IsUnavailable(status) && !summary_ &&
         attempts_ < max_attempts_ && !has_batch_after_token_ &&
         (!token_.empty() || rows_after_token_ == 0);
}

absl::Duration ResumePolicy::NextBackoff() {
  return random_ ? Backoff(backoff_, attempts_, random_())
                 : Backoff(backoff_, attempts_);
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
                   "rows that were received before the interruption were not "
                   "returned again; start from the beginning");
}

}  // namespace backlinks
