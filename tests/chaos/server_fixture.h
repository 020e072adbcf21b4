// The server in this process, started by its flags, and a client's stub to it.
#ifndef BACKLINKS_TESTS_CHAOS_SERVER_FIXTURE_H_
#define BACKLINKS_TESTS_CHAOS_SERVER_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "service/app/server.h"

namespace backlinks::chaos {

class ServerFixture {
 public:
  // Flags beyond the ports and silence in the log. Aborts where the server
  // does not start.
  explicit ServerFixture(std::vector<std::string> flags);

  // One that asks the upstream at this URL.
  static ServerFixture On(const std::string& upstream_url,
                          std::vector<std::string> flags = {});

  // Channels of their own, round and round: one channel would have all
  // streams share a connection.
  v1::BacklinksService::Stub& stub();

 private:
  std::unique_ptr<app::Server> server_;
  std::vector<std::unique_ptr<v1::BacklinksService::Stub>> stubs_;
  size_t next_ = 0;
};

}  // namespace backlinks::chaos

#endif  // BACKLINKS_TESTS_CHAOS_SERVER_FIXTURE_H_
