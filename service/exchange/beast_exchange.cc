#include "service/exchange/beast_exchange.h"

#include <utility>

#include "absl/cleanup/cleanup.h"
#include "boost/beast/http/verb.hpp"
#include "service/common/status/status.h"
#include "service/exchange/beast_response.h"
#include "service/exchange/phase_timer.h"
#include "service/net/tls_context.h"

namespace backlinks::exchange {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr int kHttp11 = 11;

Connection::Request MakeRequest(const HttpRequest& in,
                                const Endpoint& endpoint) {
  Connection::Request request(http::verb::get, in.target.Reveal(), kHttp11);
  request.set(http::field::host, endpoint.authority());
  request.set(http::field::user_agent, "backlinks");
  request.set(http::field::accept_encoding, "gzip");
  for (const auto& [name, value] : in.headers) {
    request.set(name, value.Reveal());
  }
  return request;
}

void SetOnWire(const HttpRequest& request, bool is_on_wire) {
  if (request.on_wire != nullptr) *request.on_wire = is_on_wire;
}

bool IsLoss(const absl::Status& status) {
  return GetReason(status) == Reason::kUpstreamUnavailable;
}

}  // namespace

absl::StatusOr<std::unique_ptr<BeastExchange>> BeastExchange::Make(
    asio::any_io_executor executor, const ExchangeOptions& options) {
  std::unique_ptr<asio::ssl::context> tls;
  if (options.endpoint.tls) {
    auto made = net::MakeTlsContext(options.ca_file);
    if (!made.ok()) return made.status();
    tls = *std::move(made);
  }
  return std::unique_ptr<BeastExchange>(
      new BeastExchange(std::move(executor), options, std::move(tls)));
}

BeastExchange::BeastExchange(asio::any_io_executor executor,
                             const ExchangeOptions& options,
                             std::unique_ptr<asio::ssl::context> tls)
    : executor_(std::move(executor)),
      options_(options),
      tls_(std::move(tls)),
      pool_(std::make_shared<ConnectionPool>(
          executor_, options.max_idle_connections, options.max_idle_time)) {}

asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>>
BeastExchange::Send(const HttpRequest& request, SteadyTime deadline,
                    int64_t& attempts) {
  if (auto kept = pool_->Take()) {
    ++attempts;
    bool lost = false;
    auto response = co_await Exchange(std::move(kept), request, deadline, lost);
    // The upstream may have closed the connection just before.
    if (!lost) co_return response;
  }
  auto connection =
      std::make_unique<Connection>(executor_, tls_ ? tls_.get() : nullptr);
  BACKLINKS_CO_RETURN_IF_ERROR(co_await connection->Open(
      options_.endpoint, {options_.connect_timeout, deadline, "connecting"},
      *options_.observer));
  ++attempts;
  bool lost = false;
  co_return co_await Exchange(std::move(connection), request, deadline, lost);
}

asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>>
BeastExchange::Exchange(std::unique_ptr<Connection>&& connection,
                        const HttpRequest& request, SteadyTime deadline,
                        bool& lost) {
  SetOnWire(request, true);
  const absl::Cleanup ended = [&request] { SetOnWire(request, false); };
  const auto step = [&](std::string_view name) {
    return StepLimit{options_.read_timeout, deadline, name};
  };
  const auto message = MakeRequest(request, options_.endpoint);
  const PhaseTimer timer(*options_.observer, UpstreamPhase::kHead);
  const absl::Status sent =
      co_await connection->Write(message, step("sending the request"));
  if (!sent.ok()) {
    lost = IsLoss(sent) && !connection->timed_out();
    co_return sent;
  }
  auto response = std::make_unique<BeastResponse>(
      std::move(connection), tls_, pool_, step("sending its answer"),
      request.max_piece_bytes, options_.max_body_bytes, *options_.observer);
  const absl::Status head =
      co_await response->ReadHead(step("preparing its answer"));
  if (head.ok()) co_return response;
  lost = IsLoss(head) && response->is_untouched();
  co_return head;
}

}  // namespace backlinks::exchange
