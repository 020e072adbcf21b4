// Who is told what happens on the way to the upstream.
//
// Does nothing by itself: an observer overrides what it wants to hear of.
// Threads: every method may be called from any thread, at the same time.
#ifndef BACKLINKS_SERVICE_MODEL_UPSTREAM_OBSERVER_H_
#define BACKLINKS_SERVICE_MODEL_UPSTREAM_OBSERVER_H_

#include "absl/time/time.h"

namespace backlinks {

enum class UpstreamPhase {
  kResolve,  // The host name to addresses.
  kConnect,  // TCP.
  kTls,
  kHead,  // From the request's first byte to the answer's head.
  kBody,  // Waiting for the body: what the caller's pauses add is left out.
};

class UpstreamObserver {
 public:
  virtual ~UpstreamObserver() = default;

  // The one for whoever need not be told.
  static UpstreamObserver& None() {
    static UpstreamObserver none;
    return none;
  }

  // One upstream response's head, or with status 0 a failure to get one.
  virtual void OnUpstream(int /*http_status*/, absl::Duration /*latency*/) {}

  // The end of a phase, whether it went well or not. A kept connection has
  // neither of the first three; an answer without a body still has the last.
  virtual void OnUpstreamPhase(UpstreamPhase /*phase*/,
                               absl::Duration /*duration*/) {}

  // A request is about to be sent again after this wait; `http_status` is what
  // the one before got, 0: no answer.
  virtual void OnUpstreamRetry(int /*http_status*/, absl::Duration /*waited*/) {
  }

  // A request has waited for its turn under the rate limit, or given up.
  virtual void OnRateWait(absl::Duration /*waited*/) {}
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_UPSTREAM_OBSERVER_H_
