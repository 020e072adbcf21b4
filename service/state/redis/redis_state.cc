#include "service/state/redis/redis_state.h"

#include <utility>

#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/state/argument_checks.h"
#include "service/state/redis/scripts.h"

namespace backlinks::state::redis {
namespace {

namespace asio = boost::asio;

std::string Microseconds(absl::Duration duration) {
  return fmt::to_string(absl::ToInt64Microseconds(duration));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisState>> RedisState::Make(
    const RedisStateOptions& options) {
  auto client = Client::Make(options.client);
  if (!client.ok()) return client.status();
  auto value_client = Client::Make(options.client);
  if (!value_client.ok()) return value_client.status();
  return std::unique_ptr<RedisState>(
      new RedisState(options, *std::move(client), *std::move(value_client)));
}

RedisState::RedisState(const RedisStateOptions& options,
                       std::unique_ptr<Client> client,
                       std::unique_ptr<Client> value_client)
    : keys_(options.key_prefix),
      max_value_bytes_(options.max_value_bytes),
      client_(std::move(client)),
      value_client_(std::move(value_client)) {}

absl::Status RedisState::Malformed() const {
  return client_->WithName(
      absl::DataLossError("a script returned what it cannot return"));
}

SharedState::Result<int64_t> RedisState::RunForInteger(Client& client,
                                                       const ScriptCall& call) {
  const auto reply = co_await RunScript(client, call);
  if (!reply.ok()) co_return reply.status();
  if (!reply->is_integer() || reply->integer < 0) co_return Malformed();
  co_return reply->integer;
}

SharedState::Result<std::optional<StoredValue>> RedisState::GetValue(
    std::string_view key) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckGetValue(key));
  const ScriptCall call = {GetValueScript(), {keys_.Value(key)}, {}};
  auto reply = co_await RunScript(*value_client_, call);
  if (!reply.ok()) co_return reply.status();
  if (reply->is_nil()) co_return std::nullopt;
  if (!reply->is_array(2) || !reply->elements[0].is_string() ||
      !reply->elements[1].is_integer()) {
    co_return Malformed();
  }
  co_return StoredValue{std::move(reply->elements[0].text),
                        absl::Microseconds(reply->elements[1].integer)};
}

asio::awaitable<absl::Status> RedisState::PutValue(
    std::string_view key, std::string_view bytes, absl::Duration time_to_live) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckPutValue(key, bytes, time_to_live));
  const ScriptCall call = {PutValueScript(),
                           {keys_.Value(key), keys_.ValuePuts(),
                            keys_.ValueEnds(), keys_.ValueSizes()},
                           {std::string(bytes), Microseconds(time_to_live),
                            fmt::to_string(max_value_bytes_)}};
  const auto reply = co_await RunForInteger(*value_client_, call);
  co_return reply.status();
}

SharedState::Result<LeaseHold> RedisState::AcquireLease(
    std::string_view name, std::string_view token, absl::Duration duration) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckLease(name, token, duration));
  const ScriptCall call = {AcquireLeaseScript(),
                           {keys_.Lease(name)},
                           {std::string(token), Microseconds(duration)}};
  const auto held = co_await RunForInteger(*client_, call);
  if (!held.ok()) co_return held.status();
  co_return LeaseHold{*held == 0, absl::Microseconds(*held)};
}

SharedState::Result<bool> RedisState::ExtendLease(std::string_view name,
                                                  std::string_view token,
                                                  absl::Duration duration) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckLease(name, token, duration));
  const ScriptCall call = {ExtendLeaseScript(),
                           {keys_.Lease(name)},
                           {std::string(token), Microseconds(duration)}};
  const auto extended = co_await RunForInteger(*client_, call);
  if (!extended.ok()) co_return extended.status();
  co_return *extended != 0;
}

SharedState::Result<bool> RedisState::ReleaseLease(std::string_view name,
                                                   std::string_view token) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckLease(name, token));
  const ScriptCall call = {ReleaseLeaseScript(),
                           {keys_.Lease(name)},
                           {std::string(token)},
                           /*is_repeatable=*/false};
  const auto released = co_await RunForInteger(*client_, call);
  if (!released.ok()) co_return released.status();
  co_return *released != 0;
}

SharedState::Result<absl::Duration> RedisState::Take(std::string_view name,
                                                     const TokenBucket& bucket,
                                                     int64_t count) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckTake(name, bucket, count));
  const ScriptCall call = {
      TakeScript(),
      {keys_.Bucket(name)},
      {fmt::to_string(bucket.interval_us()), fmt::to_string(bucket.burst),
       fmt::to_string(count)},
      /*is_repeatable=*/false};
  const auto wait = co_await RunForInteger(*client_, call);
  if (!wait.ok()) co_return wait.status();
  co_return absl::Microseconds(*wait);
}

}  // namespace backlinks::state::redis
