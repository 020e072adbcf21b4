#include "service/app/upstream.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "service/app/component_options.h"
#include "service/app/upstream_rate.h"
#include "service/cache/caching_exchange.h"
#include "service/config/upstream_url.h"
#include "service/dialect/registry.h"
#include "service/exchange/beast_exchange.h"
#include "service/exchange/observed_exchange.h"
#include "service/exchange/paid_exchange.h"
#include "service/exchange/rate_limited_exchange.h"
#include "service/exchange/retrying_exchange.h"
#include "service/stream/page_check.h"

namespace backlinks::app {
namespace {

constexpr char kV3[] = "ahrefs_v3";

// Returns a random token, so that other processes on this machine do not use
// our embedded upstream by accident.
std::string RandomToken() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(),
                     random());
}

exchange::ExchangeOptions MakeExchangeOptions(const config::Options& options,
                                              const config::UpstreamUrl& url) {
  exchange::ExchangeOptions exchange;
  exchange.endpoint = {url.tls, url.host, url.port};
  exchange.ca_file = options.upstream_ca_file;
  exchange.connect_timeout = options.upstream_connect_timeout;
  exchange.read_timeout = options.upstream_read_timeout;
  return exchange;
}

// The rows that ship with the server have every column; rows of the operator
// may lack any.
ColumnSet NullColumns(const config::Options& options) {
  const bool is_own = options.is_embedded() && !options.embedded_data.empty();
  return is_own ? FullColumnSet() : options.upstream_null_columns;
}

// Returns the row cap per request to configure. The embedded upstream is
// started without a cap; the v3 dialect detects the cap, as with an account
// whose plan is not configured.
int64_t MaxRowsPerRequest(const config::Options& options) {
  const bool is_embedded_v2 = options.is_embedded() && options.dialect != kV3;
  const int64_t configured = options.upstream_max_rows_per_request;
  return configured == 0 && is_embedded_v2 ? dialect::kNoRowCap : configured;
}

dialect::DialectOptions MakeDialectOptions(const config::Options& options,
                                           const config::UpstreamUrl& url,
                                           const UpstreamToken& token) {
  return {.base_path = url.path,
          .token = token,
          .nullable = NullColumns(options),
          .max_rows_per_request = MaxRowsPerRequest(options),
          .aggregation = options.upstream_aggregation,
          .history = options.upstream_history,
          .protocol = options.upstream_protocol};
}

cache::CacheOptions MakeCacheOptions(const config::Options& options,
                                     const config::UpstreamUrl& url,
                                     const dialect::Dialect& dialect) {
  cache::CacheOptions cache;
  cache.upstream =
      fmt::format("{}://{}:{}", url.tls ? "https" : "http", url.host, url.port);
  cache.is_good = stream::MakePageCheck(
      dialect, MakeStreamerOptions(options).decode_limits);
  cache.time_to_live = *options.cache_ttl;
  cache.max_page_bytes = options.cache_max_page_bytes;
  cache.max_memory_bytes =
      std::max(cache.max_memory_bytes, 4 * cache.max_page_bytes);
  return cache;
}

// Returns null if requests are not limited.
std::shared_ptr<exchange::RateLimiter> MakeLimiter(
    const config::Options& options,
    std::shared_ptr<exchange::SharedRate> shared_rate) {
  const auto limit = UpstreamRateLimit(options);
  if (!limit) return nullptr;
  return std::make_shared<exchange::RateLimiter>(
      *limit, exchange::RateLimiter::SteadyNow, std::move(shared_rate));
}

}  // namespace

absl::Status Upstream::StartEmbedded(const config::Options& options) {
  token_.Replace(Secret(RandomToken()));
  embedded::EmbeddedOptions embedded;
  embedded.data = options.embedded_data;
  embedded.token = token_.Get().Reveal();
  embedded.compresses = false;
  auto started = embedded::EmbeddedUpstream::Start(embedded);
  if (!started.ok()) return started.status();
  embedded_ = *std::move(started);
  import_note_ = embedded_->import_note();
  const std::string path = options.dialect == kV3 ? "/v3/" : "/";
  url_ = {false, "127.0.0.1", embedded_->port(), path};
  return absl::OkStatus();
}

std::unique_ptr<exchange::HttpExchange> Upstream::Decorate(
    std::unique_ptr<exchange::HttpExchange> exchange, CallObserver& observer) {
  exchange = std::make_unique<exchange::ObservedExchange>(std::move(exchange),
                                                          observer);
  // The limiter wraps the observer, so that waiting for the rate limiter is not
  // counted as request latency.
  if (limiter_) {
    exchange = std::make_unique<exchange::RateLimitedExchange>(
        std::move(exchange), limiter_, observer);
  }
  exchange = std::make_unique<exchange::PaidExchange>(std::move(exchange));
  exchange = std::make_unique<exchange::RetryingExchange>(
      std::move(exchange), exchange::RetryOptions(), observer);
  if (page_cache_ == nullptr) return exchange;
  return std::make_unique<cache::CachingExchange>(std::move(exchange),
                                                  page_cache_);
}

absl::StatusOr<std::unique_ptr<Upstream>> Upstream::Open(
    const config::Options& options, IoWorkers& workers, const Parts& parts) {
  std::unique_ptr<Upstream> upstream(new Upstream());
  config::UpstreamUrl& url = upstream->url_;
  if (options.is_embedded()) {
    const absl::Status started = upstream->StartEmbedded(options);
    if (!started.ok()) return started;
  } else {
    url = options.url.value();
    upstream->token_.Replace(options.upstream_token);
  }
  upstream->dialect_ = dialect::MakeDialect(
      options.dialect, MakeDialectOptions(options, url, upstream->token_));
  upstream->limiter_ = MakeLimiter(options, parts.shared_rate);
  if (options.cache_ttl > absl::ZeroDuration()) {
    upstream->page_cache_ = std::make_shared<cache::PageCache>(
        parts.state, MakeCacheOptions(options, url, upstream->dialect()),
        parts.cache_observer);
  }
  exchange::ExchangeOptions exchange_options =
      MakeExchangeOptions(options, url);
  exchange_options.observer = &parts.observer;
  for (int i = 0; i < workers.size(); ++i) {
    auto exchange = exchange::BeastExchange::Make(workers.at(i).get_executor(),
                                                  exchange_options);
    if (!exchange.ok()) return exchange.status();
    upstream->exchanges_.push_back(
        upstream->Decorate(*std::move(exchange), parts.observer));
  }
  return upstream;
}

}  // namespace backlinks::app
