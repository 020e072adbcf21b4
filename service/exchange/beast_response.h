// A response of BeastExchange. Contract: HttpResponse.
#ifndef BACKLINKS_SERVICE_EXCHANGE_BEAST_RESPONSE_H_
#define BACKLINKS_SERVICE_EXCHANGE_BEAST_RESPONSE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/exchange/connection.h"
#include "service/exchange/connection_pool.h"
#include "service/exchange/http_exchange.h"
#include "service/exchange/inflater.h"
#include "service/model/upstream_observer.h"

namespace backlinks::exchange {

class BeastResponse final : public HttpResponse {
 public:
  // `limit` applies to each piece of the body, which has at most about
  // `max_piece_bytes`; `max_body_bytes` to the decompressed body. `pool` may be
  // destroyed before the response. `observer` receives the duration of the body
  // when the response is destroyed.
  BeastResponse(std::unique_ptr<Connection> connection,
                std::shared_ptr<boost::asio::ssl::context> tls,
                std::weak_ptr<ConnectionPool> pool, StepLimit limit,
                size_t max_piece_bytes, int64_t max_body_bytes,
                UpstreamObserver& observer);
  ~BeastResponse() override;

  // Must be called once, before all other methods.
  boost::asio::awaitable<absl::Status> ReadHead(StepLimit limit);
  // After an error of ReadHead: whether the connection ended, other than by a
  // timeout, before the first byte of the response.
  bool is_untouched() const { return !begun_ && !connection_->timed_out(); }

  const ResponseHead& head() const override { return head_; }
  boost::asio::awaitable<absl::StatusOr<std::string_view>> Read() override;
  bool has_ended() const override { return has_ended_; }
  void ReleaseBuffers() override;
  int64_t received_bytes() const override { return received_bytes_; }
  // Not the message's need_eof(), which is also true if the connection is not
  // kept alive.
  bool ended_by_close() const override { return parser_->need_eof(); }

 private:
  absl::Status TakeHead();
  boost::asio::awaitable<absl::StatusOr<std::string_view>> ReadInflated();
  boost::asio::awaitable<absl::StatusOr<std::string_view>> ReadWire();
  // Keeps the connection for other requests if possible. No piece may be in
  // use.
  void Release();

  std::shared_ptr<boost::asio::ssl::context> tls_;
  std::unique_ptr<Connection> connection_;
  std::weak_ptr<ConnectionPool> pool_;
  StepLimit limit_;
  std::optional<Connection::Parser> parser_;  // For the current head.
  bool begun_ = false;
  ResponseHead head_;
  size_t read_bytes_;
  std::optional<Inflater> inflater_;
  const int64_t max_body_bytes_;
  UpstreamObserver& observer_;
  absl::Duration body_time_;
  int64_t received_bytes_ = 0;
  int64_t given_bytes_ = 0;
  bool has_ended_ = false;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_BEAST_RESPONSE_H_
