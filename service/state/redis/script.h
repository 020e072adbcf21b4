// Lua scripts, each of which is one atomic operation.
//
// A script is sent by its hash (EVALSHA), and by its text (EVAL) if the server
// does not know it: after a restart, a failover or SCRIPT FLUSH.
//
// Errors:  those of Client; UNAVAILABLE also for an error of the server.
// Retries: a script that is repeatable, and whose reply was lost, is run once
//          more.
// Threads: those of Client.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_SCRIPT_H_
#define BACKLINKS_SERVICE_STATE_REDIS_SCRIPT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "boost/asio/awaitable.hpp"
#include "service/state/redis/client.h"
#include "service/state/redis/reply.h"

namespace backlinks::state::redis {

class Script {
 public:
  // Computes the hash. `body` begins after kPrelude of script.cc, which gives
  // it `now`, the server's time in microseconds, and `int(x)`, the text of a
  // whole number.
  explicit Script(std::string_view body);

  const std::string& text() const { return text_; }
  const std::string& sha1() const { return sha1_; }

 private:
  std::string text_;
  std::string sha1_;  // 40 hexadecimal digits.
};

struct ScriptCall {
  const Script& script;
  // All in one slot of a Redis Cluster.
  std::vector<std::string> keys;
  std::vector<std::string> arguments;
  bool is_repeatable = true;  // Twice has the effect and the reply of once.
};

// `call` must outlive the call.
boost::asio::awaitable<absl::StatusOr<Reply>> RunScript(Client& client,
                                                        const ScriptCall& call);

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_SCRIPT_H_
