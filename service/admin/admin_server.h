// The HTTP server for operators: /livez, /readyz, /metrics, and an index at /.
//
// In, out:  see admin_answer.h.
// Errors:   Start fails if the address cannot be bound.
// Threads:  the callbacks are called on `executor`.
// Stop:     see HttpServer.
#ifndef BACKLINKS_SERVICE_ADMIN_ADMIN_SERVER_H_
#define BACKLINKS_SERVICE_ADMIN_ADMIN_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "boost/asio/any_io_executor.hpp"
#include "service/admin/admin_answer.h"
#include "service/http_server/http_server.h"

namespace backlinks::admin {

class AdminServer {
 public:
  // Connections above the maximum close idle ones.
  AdminServer(boost::asio::any_io_executor executor, AdminCallbacks callbacks,
              size_t max_connections = 64);

  absl::Status Start(const std::string& address) {
    return server_.Start(address);
  }
  uint16_t port() const { return server_.port(); }
  void Stop() { server_.Stop(); }

 private:
  http_server::HttpServer server_;
};

}  // namespace backlinks::admin

#endif  // BACKLINKS_SERVICE_ADMIN_ADMIN_SERVER_H_
