// A real redis-server in a temporary folder, for one test.
//
// It listens on a unix socket, and with TLS also on a port of the loopback.
#ifndef BACKLINKS_TESTS_STATE_REDIS_REDIS_SERVER_H_
#define BACKLINKS_TESTS_STATE_REDIS_REDIS_SERVER_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "service/state/redis/server_address.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::state::redis::testing_redis {

class RedisServer {
 public:
  // `arguments` are added to the command line. Ends the program if the server
  // does not start.
  explicit RedisServer(std::vector<std::string> arguments = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  std::string socket_path() const { return folder_.path("socket"); }
  ServerAddress address() const;
  // A file in the server's folder.
  std::string path(const std::string& name) const { return folder_.path(name); }
  uint16_t tls_port() const { return tls_port_; }

  // Starts it after Kill. With TLS, if the certificate server.pem is there. The
  // thread must live as long as the server.
  void Start();
  void Kill();
  // SIGSTOP and SIGCONT.
  void Suspend() const;
  void Resume() const;

  // Runs one command with words that need no quotes. Returns the first bytes of
  // its reply.
  std::string Run(const std::string& command) const;

 private:
  std::vector<std::string> CommandLine();
  void Spawn();
  // Returns false if the process has ended instead.
  bool WaitUntilReady();

  const std::vector<std::string> arguments_;
  const testing_file::TemporaryFolder folder_;
  uint16_t tls_port_ = 0;
  pid_t process_ = 0;
};

}  // namespace backlinks::state::redis::testing_redis

#endif  // BACKLINKS_TESTS_STATE_REDIS_REDIS_SERVER_H_
