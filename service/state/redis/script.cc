#include "service/state/redis/script.h"

#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "openssl/evp.h"
#include "service/state/redis/server_error.h"

namespace backlinks::state::redis {
namespace {

namespace asio = boost::asio;

// tostring() would write large numbers with 14 digits. Times and amounts stay
// below 2^53, which the doubles of Lua hold exactly.
constexpr std::string_view kPrelude = R"(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local function int(x) return string.format('%.0f', x) end
)";

std::string Sha1(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha1(), nullptr);
  return absl::BytesToHexString(
      std::string(reinterpret_cast<const char*>(hash.data()), size));
}

Command MakeCommand(std::string_view name, const std::string& script,
                    const ScriptCall& call) {
  Command command = {std::string(name), script,
                     fmt::to_string(call.keys.size())};
  command.insert(command.end(), call.keys.begin(), call.keys.end());
  command.insert(command.end(), call.arguments.begin(), call.arguments.end());
  return command;
}

bool HasNoScript(const Outcome& outcome) {
  return outcome.reply.ok() && outcome.reply->is_error() &&
         ClassifyServerError(outcome.reply->text) == ServerError::kNoScript;
}

bool IsLost(const Outcome& outcome) {
  return absl::IsUnavailable(outcome.reply.status()) && outcome.maybe_executed;
}

asio::awaitable<Outcome> RunOnce(Client& client, const ScriptCall& call) {
  const Command by_hash = MakeCommand("EVALSHA", call.script.sha1(), call);
  Outcome outcome = co_await client.Call(by_hash);
  if (!HasNoScript(outcome)) co_return outcome;
  const Command by_text = MakeCommand("EVAL", call.script.text(), call);
  Outcome second = co_await client.Call(by_text);
  co_return second;
}

}  // namespace

Script::Script(std::string_view body)
    : text_(fmt::format("{}{}", kPrelude, body)), sha1_(Sha1(text_)) {}

asio::awaitable<absl::StatusOr<Reply>> RunScript(Client& client,
                                                 const ScriptCall& call) {
  Outcome outcome = co_await RunOnce(client, call);
  if (call.is_repeatable && IsLost(outcome)) {
    Outcome again = co_await RunOnce(client, call);
    outcome = std::move(again);
  }
  if (outcome.reply.ok() && outcome.reply->is_error()) {
    co_return client.WithName(ToStatus(outcome.reply->text));
  }
  co_return std::move(outcome.reply);
}

}  // namespace backlinks::state::redis
