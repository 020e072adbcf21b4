#include "service/state/redis/client.h"

#include <pthread.h>

#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "service/state/cancel.h"
#include "service/state/redis/tls_context.h"

namespace backlinks::state::redis {
namespace {

namespace asio = boost::asio;

// What a coroutine waits for. Its members are used on the coroutine's executor
// alone.
struct Waiter {
  explicit Waiter(const asio::any_io_executor& executor)
      : timer(executor, asio::steady_timer::time_point::max()) {}

  asio::steady_timer timer;  // Cancelled when the command has ended.
  std::optional<Outcome> outcome;
};

Outcome Cancelled() { return {absl::CancelledError("the call was cancelled")}; }

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> Client::Make(
    const ClientOptions& options) {
  std::unique_ptr<asio::ssl::context> tls;
  if (options.connection.address.tls) {
    auto made = MakeTlsContext(options.ca_file);
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
  const bool is_late = co_await IsCancelled();
  if (is_late) co_return Cancelled();
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto waiter = std::make_shared<Waiter>(executor);
  const auto queued = std::make_shared<QueuedCommand>();
  queued->bytes = EncodeCommand(command);
  queued->done = [executor, waiter](Outcome outcome) {
    asio::post(executor, [waiter, outcome = std::move(outcome)]() mutable {
      waiter->outcome = std::move(outcome);
      waiter->timer.cancel();
    });
  };
  asio::post(io_,
             [connection = connection_, queued] { connection->Send(queued); });
  co_await waiter->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (waiter->outcome) co_return *std::move(waiter->outcome);
  asio::post(
      io_, [connection = connection_, queued] { connection->Cancel(queued); });
  co_return Cancelled();
}

absl::Status Client::WithName(const absl::Status& status) const {
  return {status.code(),
          fmt::format("Redis at {}: {}", name_, std::string(status.message()))};
}

}  // namespace backlinks::state::redis
