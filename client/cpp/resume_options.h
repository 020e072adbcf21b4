// How often and how fast a row stream resumes after it broke.
#ifndef BACKLINKS_CLIENT_CPP_RESUME_OPTIONS_H_
#define BACKLINKS_CLIENT_CPP_RESUME_OPTIONS_H_

#include <functional>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace backlinks {

struct ResumeOptions {
  // Consecutive attempts that get no further than the one before, judged by
  // the position of the stream; 0: a stream that is interrupted is over.
  int max_attempts = 5;
  // The pause before an attempt: doubles from the first to the last, and half
  // of it is random. If the server says when to try again, not sooner.
  absl::Duration first_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);

  // For tests; each absent: the real one.
  std::function<absl::Time()> now;
  // Returns after `pause`, or as soon as `cancelled` is notified.
  std::function<void(absl::Duration pause, absl::Notification& cancelled)>
      sleep;
  std::function<double()> random;  // In [0, 1).
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_RESUME_OPTIONS_H_
