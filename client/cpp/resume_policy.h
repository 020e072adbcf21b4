// Decides whether and from where a broken row stream resumes.
//
// In:     every message, and the status of every attempt that ended.
// Out:    each row once: what a resumed attempt repeats is taken out.
// Rules:  UNAVAILABLE alone is resumed: with the last token that was not
//         empty, and never after the summary. Rows that came after that
//         token without one of their own are expected again and skipped.
//         Before the first token a stream starts anew, but only while no row
//         has been handed out: nothing says that they would come again.
// Bounds: ResumeOptions::max_attempts in a row without progress: neither a new
//         row nor a position (rows received from the upstream) after that of
//         the attempts before. A new token alone is none: a server that gets
//         no further makes one for every attempt.
// Threads: one at a time.  Does no I/O and never waits.
#ifndef BACKLINKS_CLIENT_CPP_RESUME_POLICY_H_
#define BACKLINKS_CLIENT_CPP_RESUME_POLICY_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "client/cpp/resume_options.h"

namespace backlinks {

class ResumePolicy {
 public:
  // `token` is that of the request; may be "".
  ResumePolicy(const ResumeOptions& options, std::string token);

  // Notes what came, and takes out the rows that were handed out before.
  void OnMessage(v1::StreamRefpagesResponse& message);

  // After an attempt ended: how long to wait before the next, which begins at
  // token(); nothing: the stream is over, with FinalStatus.
  std::optional<absl::Duration> PauseBeforeNext(const absl::Status& status);

  // What the end of the last attempt means for the stream. A connection that
  // broke after the summary lost nothing. ABORTED ROWS_CHANGED: rows that
  // were handed out did not come again.
  absl::Status FinalStatus(const absl::Status& status) const;

  const std::string& token() const { return token_; }
  const std::optional<v1::StreamSummary>& summary() const { return summary_; }

 private:
  bool MayResume(const absl::Status& status) const;
  absl::Duration NextBackoff();

  const int max_attempts_;
  const absl::Duration first_backoff_;
  const absl::Duration max_backoff_;
  const std::function<double()> random_;
  std::string token_;
  int64_t rows_behind_token_ = 0;  // Handed out.
  int64_t to_skip_ = 0;            // Of them, what this attempt still repeats.
  int64_t position_ = 0;           // The greatest scanned_row_count seen.
  int attempts_ = 0;               // In a row, without progress.
  std::optional<v1::StreamSummary> summary_;
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_RESUME_POLICY_H_
