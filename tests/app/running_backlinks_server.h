// The server in this process on rows of its own, and calls of any method with
// any bytes.
#ifndef BACKLINKS_TESTS_APP_RUNNING_BACKLINKS_SERVER_H_
#define BACKLINKS_TESTS_APP_RUNNING_BACKLINKS_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "grpcpp/client_context.h"
#include "service/app/server.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::testing_app {

inline constexpr char kTestTarget[] = "target.example";

class RunningBacklinksServer {
 public:
  // `rows` rows of about `row_bytes` bytes that link to kTestTarget. Ends the
  // program where the server does not start.
  explicit RunningBacklinksServer(int rows = 1, size_t row_bytes = 100,
                                  std::vector<std::string> flags = {});

  app::Server& server() { return *server_; }
  v1::BacklinksService::Stub& stub() { return *stub_; }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }
  const std::string& address() const { return address_; }

  // The status of a unary call of "package.Service/Method".
  absl::Status Call(const std::string& method, const std::string& bytes);

 private:
  testing_file::TemporaryFolder folder_;
  std::unique_ptr<app::Server> server_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::BacklinksService::Stub> stub_;
};

}  // namespace backlinks::testing_app

#endif  // BACKLINKS_TESTS_APP_RUNNING_BACKLINKS_SERVER_H_
