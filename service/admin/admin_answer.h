// The responses of the admin port, without the sockets.
//
// /livez:   200 while the process responds.
// /readyz:  200 "ok", or 503 and the reason why the server is not ready; then
//           a line about what does not change the status, if there is one.
// /metrics: metrics in the Prometheus text format.
// Others:   404; 405 for methods other than GET and HEAD.
#ifndef BACKLINKS_SERVICE_ADMIN_ADMIN_ANSWER_H_
#define BACKLINKS_SERVICE_ADMIN_ADMIN_ANSWER_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "service/http_server/http_server.h"

namespace backlinks::admin {

struct AdminCallbacks {
  std::function<absl::Status()> ready;  // OK, or the reason as the message.
  // A line of /readyz without its end, or empty.
  std::function<std::string()> detail = [] { return std::string(); };
  std::function<std::string()> metrics;  // Prometheus' text format.
};

struct AdminAnswer {
  int status = 200;
  http_server::HttpHeaders headers;
  std::string body;
};

AdminAnswer AnswerAdmin(const AdminCallbacks& callbacks,
                        std::string_view method, std::string_view path);

}  // namespace backlinks::admin

#endif  // BACKLINKS_SERVICE_ADMIN_ADMIN_ANSWER_H_
