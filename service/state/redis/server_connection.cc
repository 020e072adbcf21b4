#include "service/state/redis/server_connection.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "service/state/redis/command_exchange.h"
#include "service/state/redis/login.h"
#include "service/state/redis/master_lookup.h"
#include "service/state/redis/server_error.h"
#include "service/state/redis/stream_timeout.h"

namespace backlinks::state::redis {

namespace asio = boost::asio;
using boost::system::error_code;

ServerConnection::ServerConnection(asio::any_io_executor executor,
                                   const ConnectionOptions& options,
                                   std::unique_ptr<asio::ssl::context> tls)
    : executor_(std::move(executor)),
      options_(options),
      tls_(std::move(tls)),
      watch_(options_.address.sentinels.empty()
                 ? nullptr
                 : std::make_unique<MasterWatch>(
                       executor_, options_.address, tls_.get(),
                       options_.connect_timeout, options_.watch_interval)),
      server_(options_.address),
      server_name_(server_.name()),
      pause_timer_(executor_),
      deadline_timer_(executor_) {}

absl::Status ServerConnection::Unavailable(std::string_view why) const {
  return absl::UnavailableError(
      fmt::format("Redis at {}: {}", server_name_, why));
}

void ServerConnection::Start() {
  StartRun();
  if (watch_) StartWatch();
}

void ServerConnection::StartRun() {
  // The handler keeps this object while Run uses it.
  asio::co_spawn(executor_, Run(),
                 [self = shared_from_this()](const std::exception_ptr& error) {
                   if (!error || self->phase_ == Phase::kStopped) return;
                   self->OnLost(self->Unavailable("out of memory"));
                   self->StartRun();
                 });
}

void ServerConnection::StartWatch() {
  asio::co_spawn(executor_, watch_->Run(),
                 [self = shared_from_this()](const std::exception_ptr& error) {
                   if (error) self->StartWatch();  // Out of memory.
                 });
}

void ServerConnection::Stop() {
  phase_ = Phase::kStopped;
  failure_ = Unavailable("the server is shutting down");
  if (stream_) stream_->Close(failure_);
  if (watch_) watch_->Stop(failure_);
  pause_timer_.cancel();
  deadline_timer_.cancel();
  pipeline_.FailAll(failure_);
}

asio::awaitable<void> ServerConnection::Run() {
  while (phase_ != Phase::kStopped) {
    if (phase_ == Phase::kPaused) co_await Pause();
    if (phase_ == Phase::kStopped) co_return;
    phase_ = Phase::kConnecting;
    const absl::Status why = co_await Use();
    OnLost(Unavailable(std::string(why.message())));
  }
}

void ServerConnection::OnLost(const absl::Status& why) {
  if (stream_) stream_->Close(why);
  if (phase_ == Phase::kStopped) return;
  pipeline_.FailSent(why);
  if (was_useful_) {
    failed_attempts_ = 0;
    phase_ = Phase::kConnecting;
    return;
  }
  if (watch_) watch_->lookup().Distrust();
  failure_ = why;
  phase_ = Phase::kPaused;
  pipeline_.FailAll(why);
}

asio::awaitable<void> ServerConnection::Pause() {
  pause_timer_.expires_after(
      absl::ToChronoNanoseconds(Backoff(options_.backoff, failed_attempts_++)));
  co_await pause_timer_.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<absl::Status> ServerConnection::Use() {
  stream_ = std::make_shared<Stream>(executor_, tls_.get());
  is_writing_ = false;
  was_useful_ = false;
  ReplyReader reader(options_.reply_limits);
  absl::Status opened = co_await FindMaster();
  if (opened.ok()) opened = co_await Open(reader);
  if (!opened.ok()) co_return opened;
  phase_ = Phase::kReady;
  if (watch_)
    watch_->Watch(stream_, {.host = server_.host, .port = server_.port});
  const SteadyTime ready_at = SteadyTime::Now();
  Flush();
  absl::Status lost = co_await Receive(reader);
  // A server or a proxy may close a connection that nothing uses.
  if (SteadyTime::Now() - ready_at > options_.backoff.max) was_useful_ = true;
  co_return lost;
}

asio::awaitable<absl::Status> ServerConnection::FindMaster() {
  if (!watch_) co_return absl::OkStatus();
  server_name_ = server_.name();
  const absl::StatusOr<HostPort> master = co_await watch_->lookup().Find();
  if (!master.ok()) co_return master.status();
  server_.host = master->host;
  server_.port = master->port;
  server_name_ = fmt::format("{} ({})", master->name(), server_.service);
  co_return absl::OkStatus();
}

asio::awaitable<absl::Status> ServerConnection::Open(ReplyReader& reader) {
  const StreamTimeout timeout(executor_, stream_, options_.connect_timeout);
  const absl::Status connected =
      co_await stream_->Connect(server_, options_.connect_timeout);
  if (!connected.ok()) co_return connected;
  const std::vector<Command> commands = LoginCommands(server_);
  const auto replies = co_await RunCommands(*stream_, reader, commands);
  if (!replies.ok()) co_return replies.status();
  co_return CheckLoginReplies(commands, *replies);
}

asio::awaitable<absl::Status> ServerConnection::Receive(ReplyReader& reader) {
  absl::Status status;
  while (status.ok()) {
    std::vector<Reply> replies;
    status = co_await ReadReplies(*stream_, reader, replies);
    // Complete replies before bytes that are wrong are good.
    for (Reply& reply : replies) {
      absl::Status taken = OnReply(std::move(reply));
      if (!taken.ok()) co_return taken;
    }
  }
  co_return status;
}

absl::Status ServerConnection::OnReply(Reply reply) {
  absl::Status reconnect;
  if (reply.is_error() &&
      NeedsReconnect(ClassifyServerError(reply.text), watch_ != nullptr)) {
    reconnect = ToStatus(reply.text);
    // The next connection may reach the same server.
    was_useful_ = false;
  } else {
    was_useful_ = true;
  }
  if (!pipeline_.Complete(std::move(reply))) {
    return absl::UnavailableError("it sent a reply without a command");
  }
  return reconnect;
}

void ServerConnection::Send(const Pipeline::Handle& command) {
  command->deadline = SteadyTime::Now() + options_.command_timeout;
  pipeline_.Add(command);
  if (phase_ == Phase::kPaused || phase_ == Phase::kStopped) {
    pipeline_.FailAll(failure_);
    return;
  }
  WatchDeadline();
  if (phase_ == Phase::kReady) Flush();
}

void ServerConnection::Flush() {
  if (is_writing_) return;
  std::string bytes = pipeline_.TakeUnsent();
  if (bytes.empty()) return;
  is_writing_ = true;
  stream_->Write(std::move(bytes),
                 [self = shared_from_this(), stream = stream_.get()] {
                   if (stream != self->stream_.get()) return;
                   self->is_writing_ = false;
                   if (self->phase_ == Phase::kReady) self->Flush();
                 });
}

void ServerConnection::WatchDeadline() {
  const auto first = pipeline_.first_deadline();
  if (is_watching_ || !first) return;
  is_watching_ = true;
  deadline_timer_.expires_after(absl::ToChronoNanoseconds(
      std::max(*first - SteadyTime::Now(), absl::Milliseconds(1))));
  deadline_timer_.async_wait([self = shared_from_this()](error_code error) {
    self->is_watching_ = false;
    if (!error) self->OnDeadline();
  });
}

void ServerConnection::OnDeadline() {
  const absl::Status late = Unavailable(fmt::format(
      "no reply for {}", absl::FormatDuration(options_.command_timeout)));
  if (pipeline_.Expire(SteadyTime::Now(), late)) {
    // A command that was given up must not be executed after it was repeated.
    stream_->Abort(absl::UnavailableError(late.message()));
    pipeline_.FailSent(late);
  }
  WatchDeadline();
}

}  // namespace backlinks::state::redis
