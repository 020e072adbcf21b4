// The way to the upstream that the flags choose: its dialect, and one exchange
// a worker. By default the embedded upstream, started here and talked to by
// HTTP like any other.
//
// Errors:  Open: data or a CA file that cannot be used.
// Threads: Open and the destructor from one thread, the workers stopped.
#ifndef BACKLINKS_SERVICE_APP_UPSTREAM_H_
#define BACKLINKS_SERVICE_APP_UPSTREAM_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "service/app/io_workers.h"
#include "service/config/options.h"
#include "service/config/upstream_url.h"
#include "service/dialect/dialect.h"
#include "service/embedded/embedded_upstream.h"
#include "service/exchange/http_exchange.h"
#include "service/exchange/rate_limiter.h"
#include "service/model/call_record.h"

namespace backlinks {

class Upstream {
 public:
  // `workers` and `observer` must outlive it.
  static absl::StatusOr<std::unique_ptr<Upstream>> Open(const Options& options,
                                                        IoWorkers& workers,
                                                        CallObserver& observer);

  const Dialect& dialect() const { return *dialect_; }
  const UpstreamUrl& url() const { return url_; }
  // That of the worker with this number.
  HttpExchange& exchange(int worker) const { return *exchanges_[worker]; }

 private:
  Upstream() = default;
  absl::Status StartEmbedded(const Options& options, Secret& token);
  // Puts observation, the rate limit and retries over what sends requests.
  std::unique_ptr<HttpExchange> Decorate(std::unique_ptr<HttpExchange> exchange,
                                         CallObserver& observer);

  std::unique_ptr<EmbeddedUpstream> embedded_;
  UpstreamUrl url_;
  std::unique_ptr<Dialect> dialect_;
  std::unique_ptr<RateLimiter> limiter_;  // Of all workers; null: none.
  std::vector<std::unique_ptr<HttpExchange>> exchanges_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_UPSTREAM_H_
