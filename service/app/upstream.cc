#include "service/app/upstream.h"

#include <random>
#include <utility>

#include "fmt/format.h"
#include "service/app/upstream_url.h"
#include "service/dialect/registry.h"
#include "service/exchange/beast_exchange.h"
#include "service/exchange/retrying_exchange.h"

namespace backlinks {
namespace {

constexpr char kEmbedded[] = "embedded";
constexpr char kEmbeddedDialect[] = "ahrefs_v2";

// So that nobody else on this machine uses our upstream by accident.
std::string RandomToken() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(),
                     random());
}

ExchangeOptions MakeExchangeOptions(const Options& options,
                                    const UpstreamUrl& url) {
  ExchangeOptions exchange;
  exchange.endpoint = {url.tls, url.host, url.port};
  exchange.ca_file = options.upstream_ca_file;
  exchange.connect_timeout = options.upstream_connect_timeout;
  exchange.read_timeout = options.upstream_read_timeout;
  return exchange;
}

// The shipped rows have every column; rows of one's own may not.
ColumnSet NullColumns(const Options& options) {
  const bool is_own =
      options.upstream == kEmbedded && !options.embedded_data.empty();
  return is_own ? FullColumnSet() : options.upstream_null_columns;
}

}  // namespace

absl::Status Upstream::StartEmbedded(const Options& options, UpstreamUrl& url,
                                     Secret& token) {
  token = Secret(RandomToken());
  EmbeddedOptions embedded;
  embedded.data = options.embedded_data;
  embedded.token = token.Reveal();
  auto started = EmbeddedUpstream::Start(embedded);
  if (!started.ok()) return started.status();
  embedded_ = *std::move(started);
  url = {false, "127.0.0.1", embedded_->port(), "/"};
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Upstream>> Upstream::Open(
    const Options& options, IoWorkers& workers, CallObserver& observer) {
  std::unique_ptr<Upstream> upstream(new Upstream());
  UpstreamUrl url;
  Secret token = options.upstream_token;
  std::string dialect = options.upstream;
  if (options.upstream == kEmbedded) {
    dialect = kEmbeddedDialect;
    const absl::Status started = upstream->StartEmbedded(options, url, token);
    if (!started.ok()) return started;
  } else {
    url = options.url.value();
  }
  upstream->dialect_ =
      MakeDialect(dialect, url.path, token, NullColumns(options));
  const ExchangeOptions exchange_options = MakeExchangeOptions(options, url);
  for (int i = 0; i < workers.size(); ++i) {
    auto exchange =
        BeastExchange::Make(workers.at(i).get_executor(), exchange_options);
    if (!exchange.ok()) return exchange.status();
    upstream->exchanges_.push_back(std::make_unique<RetryingExchange>(
        *std::move(exchange), RetryOptions(), observer));
  }
  return upstream;
}

}  // namespace backlinks
