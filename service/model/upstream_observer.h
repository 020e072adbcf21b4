// Receives the events of requests to the upstream.
//
// Every method does nothing by default; an observer overrides those it needs.
// Threads: every method may be called from any thread, at the same time.
#ifndef BACKLINKS_SERVICE_MODEL_UPSTREAM_OBSERVER_H_
#define BACKLINKS_SERVICE_MODEL_UPSTREAM_OBSERVER_H_

#include <string>

#include "absl/time/time.h"

namespace backlinks {

enum class UpstreamPhase {
  kResolve,  // Resolving the host name.
  kConnect,  // TCP.
  kTls,
  kHead,  // From the request's first byte to the response's head.
  kBody,  // Waiting for the body, without the pauses of the caller.
};

class UpstreamObserver {
 public:
  virtual ~UpstreamObserver() = default;

  // An observer that ignores everything.
  static UpstreamObserver& None() {
    static UpstreamObserver none;
    return none;
  }

  // Reports the head of an upstream response, or status 0 for a failure.
  virtual void OnUpstream(int /*http_status*/, absl::Duration /*latency*/) {}

  // Reports the end of a phase, successful or not. A kept connection has none
  // of the first three phases; a response without a body has the last one.
  virtual void OnUpstreamPhase(UpstreamPhase /*phase*/,
                               absl::Duration /*duration*/) {}

  // Reports that a request will be retried after this wait. `http_status` is
  // that of the last attempt, 0 if there was no response.
  virtual void OnUpstreamRetry(int /*http_status*/, absl::Duration /*waited*/) {
  }

  // Reports that a request has waited for the rate limit, or given up.
  // `caller` is HttpRequest::caller.
  virtual void OnRateWait(const std::string& /*caller*/,
                          absl::Duration /*waited*/) {}
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_UPSTREAM_OBSERVER_H_
