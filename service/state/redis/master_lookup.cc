#include "service/state/redis/master_lookup.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "service/state/redis/command.h"
#include "service/state/redis/command_exchange.h"
#include "service/state/redis/login.h"
#include "service/state/redis/reply_reader.h"
#include "service/state/redis/sentinel_query.h"
#include "service/state/redis/stream_timeout.h"

namespace backlinks::state::redis {
namespace {

namespace asio = boost::asio;

// An address is less than a kilobyte.
constexpr ReplyLimits kReplyLimits = {.max_bytes = 65536, .max_elements = 64};

}  // namespace

MasterLookup::MasterLookup(asio::any_io_executor executor,
                           const ServerAddress& address,
                           asio::ssl::context* tls, absl::Duration timeout)
    : executor_(std::move(executor)),
      address_(address),
      tls_(tls),
      timeout_(timeout / static_cast<int64_t>(address.sentinels.size())),
      sentinels_(address.sentinels) {}

asio::awaitable<absl::StatusOr<HostPort>> MasterLookup::Find() {
  std::vector<std::string> failures;
  // Another Find may change the order.
  const std::vector<HostPort> sentinels = sentinels_;
  for (const HostPort& sentinel : sentinels) {
    if (!stopped_.ok()) co_return stopped_;
    absl::StatusOr<HostPort> master = co_await Ask(sentinel);
    if (master.ok()) {
      AskFirst(sentinel);
      co_return master;
    }
    failures.push_back(fmt::format("Sentinel at {}: {}", sentinel.name(),
                                   std::string(master.status().message())));
  }
  if (!stopped_.ok()) co_return stopped_;
  co_return absl::UnavailableError(absl::StrJoin(failures, "; "));
}

asio::awaitable<absl::StatusOr<HostPort>> MasterLookup::Ask(
    const HostPort& sentinel) {
  const std::shared_ptr<Stream> stream = MakeStream();
  const StreamTimeout timeout(executor_, stream, timeout_);
  const ServerAddress where = {
      .tls = address_.tls, .host = sentinel.host, .port = sentinel.port};
  const absl::Status connected = co_await stream->Connect(where, timeout_);
  if (!connected.ok()) co_return connected;
  const absl::StatusOr<Reply> reply = co_await Query(*stream);
  stream->Close(absl::UnavailableError("the Sentinel has replied"));
  if (!reply.ok()) co_return reply.status();
  co_return ReadMaster(address_.service, *reply);
}

asio::awaitable<absl::StatusOr<Reply>> MasterLookup::Query(Stream& stream) {
  ReplyReader reader(kReplyLimits);
  std::vector<Command> commands = {MasterQuery(address_.service)};
  auto replies = co_await RunCommands(stream, reader, commands);
  if (!replies.ok()) co_return replies.status();
  if (AsksForLogin(replies->back()) && !address_.password.empty()) {
    commands.insert(commands.begin(), AuthCommand(address_));
    replies = co_await RunCommands(stream, reader, commands);
    if (!replies.ok()) co_return replies.status();
  }
  co_return std::move(replies->back());
}

std::shared_ptr<Stream> MasterLookup::MakeStream() {
  std::erase_if(streams_, [](const auto& stream) { return stream.expired(); });
  auto stream = std::make_shared<Stream>(executor_, tls_);
  streams_.push_back(stream);
  return stream;
}

void MasterLookup::AskFirst(const HostPort& sentinel) {
  const auto found = std::find(sentinels_.begin(), sentinels_.end(), sentinel);
  std::rotate(sentinels_.begin(), found, sentinels_.end());
}

void MasterLookup::Distrust() {
  std::rotate(sentinels_.begin(), sentinels_.begin() + 1, sentinels_.end());
}

void MasterLookup::Stop(const absl::Status& reason) {
  stopped_ = reason;
  for (const auto& weak : streams_) {
    if (const auto stream = weak.lock()) stream->Close(reason);
  }
}

}  // namespace backlinks::state::redis
