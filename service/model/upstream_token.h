// The token that authenticates the server to the upstream, and that can be
// replaced while the server runs.
//
// Copies share one token: Replace on one of them is seen by all. A dialect
// reads it for each request that it makes, so that a replaced token applies to
// the next request, and requests that were made keep theirs.
// Threads: every method may be called from any thread, at the same time.
#ifndef BACKLINKS_SERVICE_MODEL_UPSTREAM_TOKEN_H_
#define BACKLINKS_SERVICE_MODEL_UPSTREAM_TOKEN_H_

#include <memory>
#include <mutex>
#include <utility>

#include "service/model/http_message.h"

namespace backlinks {

class UpstreamToken {
 public:
  UpstreamToken() : UpstreamToken(Secret()) {}
  // Implicit, because a secret is a token that is never replaced.
  UpstreamToken(Secret token)  // NOLINT(google-explicit-constructor)
      : shared_(std::make_shared<Shared>()) {
    shared_->token = std::move(token);
  }

  // Returns an empty secret if there is no token.
  Secret Get() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->token;
  }

  void Replace(Secret token) const {
    const std::lock_guard lock(shared_->mutex);
    shared_->token = std::move(token);
  }

 private:
  struct Shared {
    std::mutex mutex;
    Secret token;
  };

  std::shared_ptr<Shared> shared_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_UPSTREAM_TOKEN_H_
