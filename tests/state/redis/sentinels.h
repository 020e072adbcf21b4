// What Sentinels and the servers that they name send, for ScriptedRedis.
#ifndef BACKLINKS_TESTS_STATE_REDIS_SENTINELS_H_
#define BACKLINKS_TESTS_STATE_REDIS_SENTINELS_H_

#include <initializer_list>
#include <string>

#include "fmt/format.h"
#include "service/state/redis/server_address.h"
#include "tests/state/redis/scripted_redis.h"

namespace backlinks::state::redis::testing_redis {

inline constexpr char kUnknownService[] = "*-1\r\n";
inline constexpr char kMasterLogin[] =
    "+PONG\r\n*3\r\n$6\r\nmaster\r\n:7\r\n*1\r\n*3\r\n$1\r\nr\r\n$1\r\n1\r\n$1"
    "\r\n7\r\n";
inline constexpr char kReplicaLogin[] =
    "+PONG\r\n*5\r\n$5\r\nslave\r\n$1\r\nh\r\n:6379\r\n$9\r\nconnected\r\n:"
    "7\r\n";

// Neither a reply nor the end of the connection.
inline const ScriptedRedis::Answers kSilence = {"", ""};

// A Sentinel's reply with the address of the master.
inline std::string MasterReply(const HostPort& master) {
  const std::string port = fmt::to_string(master.port);
  return fmt::format("*2\r\n${}\r\n{}\r\n${}\r\n{}\r\n", master.host.size(),
                     master.host, port.size(), port);
}

inline HostPort HostPortOf(const ScriptedRedis& server) {
  const ServerAddress address = server.address();
  return {.host = address.host, .port = address.port};
}

// The Sentinels' service "main".
inline ServerAddress ServiceOf(
    std::initializer_list<const ScriptedRedis*> sentinels) {
  ServerAddress address;
  address.service = "main";
  for (const ScriptedRedis* const sentinel : sentinels) {
    address.sentinels.push_back(HostPortOf(*sentinel));
  }
  return address;
}

}  // namespace backlinks::state::redis::testing_redis

#endif  // BACKLINKS_TESTS_STATE_REDIS_SENTINELS_H_
