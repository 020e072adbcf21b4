// An HttpExchange by Boost.Beast: pooled connections, TLS, gzip.
//
// Contract: http_exchange.h. Each request is sent once; a kept connection that
//           turns out to be closed before the first byte of the response is
//           replaced once by a new one. Interim responses (1xx) are skipped;
//           redirects are not followed.
// Limits: 64 KiB for the response head; ExchangeOptions::max_body_bytes for the
//         body.  Threads: one executor.
// Life:   responses may outlive the exchange; their connection is then closed.
#ifndef BACKLINKS_SERVICE_EXCHANGE_BEAST_EXCHANGE_H_
#define BACKLINKS_SERVICE_EXCHANGE_BEAST_EXCHANGE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/ssl/context.hpp"
#include "service/exchange/connection.h"
#include "service/exchange/connection_pool.h"
#include "service/exchange/endpoint.h"
#include "service/exchange/http_exchange.h"
#include "service/model/upstream_observer.h"

namespace backlinks::exchange {

struct ExchangeOptions {
  Endpoint endpoint;
  std::string ca_file;  // Empty for the system's root certificates.
  absl::Duration connect_timeout = absl::Seconds(10);
  // Timeout for the head of a response, and for each piece of its body.
  absl::Duration read_timeout = absl::Seconds(60);
  int64_t max_body_bytes = int64_t{4} << 30;  // Decompressed.
  size_t max_idle_connections = 32;
  absl::Duration max_idle_time = absl::Seconds(30);
  // Receives the duration of each phase. Must outlive the exchange and its
  // responses.
  UpstreamObserver* observer = &UpstreamObserver::None();
};

class BeastExchange final : public HttpExchange {
 public:
  // Fails with INVALID_ARGUMENT if the CA file cannot be used.
  static absl::StatusOr<std::unique_ptr<BeastExchange>> Make(
      boost::asio::any_io_executor executor, const ExchangeOptions& options);

  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(
      const HttpRequest& request, SteadyTime deadline,
      int64_t& attempts) override;

 private:
  BeastExchange(boost::asio::any_io_executor executor,
                const ExchangeOptions& options,
                std::unique_ptr<boost::asio::ssl::context> tls);

  // Sets `lost` if the connection ended before the first byte of a response.
  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>>
  Exchange(std::unique_ptr<Connection>&& connection, const HttpRequest& request,
           SteadyTime deadline, bool& lost);

  boost::asio::any_io_executor executor_;
  ExchangeOptions options_;
  std::shared_ptr<boost::asio::ssl::context> tls_;  // Null for plain TCP.
  std::shared_ptr<ConnectionPool> pool_;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_BEAST_EXCHANGE_H_
