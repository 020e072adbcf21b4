// How often and how fast a row stream resumes after an interruption.
//
// Progress: a row that was not received before, or an increase of
//           v1::StreamProgress::scanned_row_count. A new token is not progress.
#ifndef BACKLINKS_RESUME_OPTIONS_H_
#define BACKLINKS_RESUME_OPTIONS_H_

#include <functional>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace backlinks {

struct ResumeOptions {
  // Maximum number of consecutive attempts without progress, as measured by the
  // position of the stream. 0 disables resuming.
  int max_attempts = 5;
  // The pause before an attempt: doubles from the first to the maximum, and
  // half of it is random. Never shorter than a retry delay sent by the server.
  absl::Duration first_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);

  // Replaced by tests. Empty for the real functions. `now` is a monotonic clock
  // with any origin: only differences of its times are used.
  std::function<absl::Time()> now = {};
  // Returns after `pause`, or as soon as `cancelled` is notified.
  std::function<void(absl::Duration pause, absl::Notification& cancelled)>
      sleep = {};
  std::function<double()> random = {};  // In [0, 1).
};

}  // namespace backlinks

#endif  // BACKLINKS_RESUME_OPTIONS_H_
