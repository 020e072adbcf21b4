// Decides whether and from where an interrupted row stream resumes.
//
// In:     every message, and the status of every attempt that ended.
// Out:    each row once: rows that a resumed attempt repeats are removed.
// Rules:  only UNAVAILABLE is resumed: with the last token that was not empty,
//         and never after the summary. Rows received after that token without
//         one of their own are expected again and skipped. Before the first
//         token a stream starts anew, but only if no row has been returned,
//         since they might not be repeated.
// Bounds: ResumeOptions::max_attempts consecutive attempts without progress:
//         neither a new row nor a position (rows received from the upstream)
//         after that of the attempts before. A new token alone is no progress,
//         because a server makes one for every attempt.
// Threads: one at a time.  Does no I/O and never waits.
#ifndef BACKLINKS_CLIENT_CPP_RESUME_POLICY_H_
#define BACKLINKS_CLIENT_CPP_RESUME_POLICY_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/resume_options.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "service/common/backoff/backoff.h"

namespace backlinks {

class ResumePolicy {
 public:
  // `token` is that of the request, or empty.
  ResumePolicy(const ResumeOptions& options, std::string token);

  // Records the message, and removes the rows that were returned before.
  void OnMessage(v1::StreamRefpagesResponse& message);

  // Must be called when an attempt has ended. Returns the pause before the
  // next, which begins at token(). Empty if the stream is over, with
  // FinalStatus.
  std::optional<absl::Duration> PauseBeforeNext(const absl::Status& status);

  // Returns the stream's status after the last attempt. A connection that is
  // lost after the summary is no error. ABORTED with ROWS_CHANGED if rows that
  // were returned before were not repeated.
  absl::Status FinalStatus(const absl::Status& status) const;

  const std::string& token() const { return token_; }
  const std::optional<v1::StreamSummary>& summary() const { return summary_; }

 private:
  bool MayResume(const absl::Status& status) const;
  absl::Duration NextBackoff();

  const int max_attempts_;
  const BackoffPolicy backoff_;
  const std::function<double()> random_;
  std::string token_;
  int64_t rows_after_token_ = 0;  // Rows returned after the token.
  int64_t to_skip_ = 0;           // The ones that this attempt still repeats.
  // Whether an Arrow batch was returned after the token. Its rows could not be
  // removed if only some of them were repeated.
  bool has_batch_after_token_ = false;
  int64_t position_ = 0;  // The maximum scanned_row_count seen.
  int attempts_ = 0;      // Consecutive, without progress.
  std::optional<v1::StreamSummary> summary_;
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_RESUME_POLICY_H_
