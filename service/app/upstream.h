// The upstream that the flags choose: its dialect, and one HttpExchange per
// worker. By default it is the embedded upstream, which is started here and
// is accessed over HTTP like any other.
//
// Errors:  Open fails if the data or a CA file cannot be used.
// Threads: Open and the destructor are called from one thread, while the
//          workers are stopped.
#ifndef BACKLINKS_SERVICE_APP_UPSTREAM_H_
#define BACKLINKS_SERVICE_APP_UPSTREAM_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/app/io_workers.h"
#include "service/cache/page_cache.h"
#include "service/config/options.h"
#include "service/config/upstream_url.h"
#include "service/dialect/dialect.h"
#include "service/embedded/embedded_upstream.h"
#include "service/exchange/http_exchange.h"
#include "service/exchange/rate_limiter.h"
#include "service/exchange/shared_rate.h"
#include "service/model/call_record.h"
#include "service/model/upstream_token.h"
#include "service/state/shared_state.h"

namespace backlinks::app {

class Upstream {
 public:
  // What the exchanges use: all must outlive the workers' coroutines.
  struct Parts {
    CallObserver& observer;
    CacheObserver& cache_observer;
    state::SharedState& state;
    // Null if the rate of requests is that of this server alone.
    std::shared_ptr<exchange::SharedRate> shared_rate = nullptr;
  };
  // `workers` must outlive the result.
  static absl::StatusOr<std::unique_ptr<Upstream>> Open(
      const config::Options& options, IoWorkers& workers, const Parts& parts);

  const dialect::Dialect& dialect() const { return *dialect_; }
  // The token of new requests.
  const UpstreamToken& token() const { return token_; }
  const config::UpstreamUrl& url() const { return url_; }
  // Returns the malformed cells of --embedded_data, as text. Empty if there are
  // none.
  const std::string& import_note() const { return import_note_; }
  // Null without a cache.
  cache::PageCache* page_cache() const { return page_cache_.get(); }
  // Returns the exchange of one worker; `worker` is its index in IoWorkers.
  exchange::HttpExchange& exchange(int worker) const {
    return *exchanges_[worker];
  }

 private:
  Upstream() = default;
  absl::Status StartEmbedded(const config::Options& options);
  // Wraps `exchange`, which sends requests, in metrics, the rate limit,
  // payment, retries and the cache.
  std::unique_ptr<exchange::HttpExchange> Decorate(
      std::unique_ptr<exchange::HttpExchange> exchange, CallObserver& observer);

  std::unique_ptr<embedded::EmbeddedUpstream> embedded_;
  std::string import_note_;
  config::UpstreamUrl url_;
  UpstreamToken token_;
  std::unique_ptr<dialect::Dialect> dialect_;
  std::shared_ptr<exchange::RateLimiter>
      limiter_;  // Of all workers. Null if unlimited.
  std::shared_ptr<cache::PageCache> page_cache_;  // Of all workers.
  std::vector<std::unique_ptr<exchange::HttpExchange>> exchanges_;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_UPSTREAM_H_
