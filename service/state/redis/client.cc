#include "service/state/redis/client.h"

#include <pthread.h>

#include <optional>
#include <utility>

#include "boost/asio/post.hpp"
#include "boost/asio/this_coro.hpp"
#include "fmt/format.h"
#include "service/net/cancel.h"
#include "service/net/tls_context.h"
#include "service/state/redis/outcome_wait.h"

namespace backlinks::state::redis {
namespace {

namespace asio = boost::asio;

Outcome Cancelled() { return {absl::CancelledError("the call was cancelled")}; }

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> Client::Make(
    const ClientOptions& options) {
  std::unique_ptr<asio::ssl::context> tls;
  if (options.connection.address.tls) {
    auto made = net::MakeTlsContext(options.ca_file);
    if (!made.ok()) return made.status();
    tls = *std::move(made);
  }
  return std::unique_ptr<Client>(new Client(options, std::move(tls)));
}

Client::Client(const ClientOptions& options,
               std::unique_ptr<asio::ssl::context> tls)
    : name_(options.connection.address.name()),
      connection_(std::make_shared<ServerConnection>(
          io_.get_executor(), options.connection, std::move(tls))),
      thread_([this] { io_.run(); }) {
  pthread_setname_np(thread_.native_handle(), "redis");
  asio::post(io_, [this] { connection_->Start(); });
}

Client::~Client() {
  asio::post(io_, [this] { connection_->Stop(); });
  work_.reset();
  thread_.join();
}

asio::awaitable<Outcome> Client::Call(const Command& command) {
  const bool is_late = co_await net::IsCancelled();
  if (is_late) co_return Cancelled();
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  OutcomeWait wait(executor);
  const auto queued = std::make_shared<QueuedCommand>();
  queued->bytes = EncodeCommand(command);
  queued->done = wait.Callback();
  asio::post(io_,
             [connection = connection_, queued] { connection->Send(queued); });
  std::optional<Outcome> outcome = co_await wait.Await();
  if (outcome) co_return *std::move(outcome);
  asio::post(
      io_, [connection = connection_, queued] { connection->Cancel(queued); });
  co_return Cancelled();
}

absl::Status Client::WithName(const absl::Status& status) const {
  return {status.code(),
          fmt::format("Redis at {}: {}", name_, std::string(status.message()))};
}

}  // namespace backlinks::state::redis
