#include "service/admin/admin_answer.h"

#include <utility>

#include "fmt/format.h"
#include "service/telemetry/service_metrics.h"

namespace backlinks::admin {
namespace {

constexpr std::string_view kIndex =
    "backlinks-server\n"
    "/livez    200 while the process answers\n"
    "/readyz   200 while calls are accepted, else 503 and the reason\n"
    "/metrics  for Prometheus\n";

AdminAnswer Text(int status, std::string body) {
  return {status,
          {{"content-type", "text/plain; charset=utf-8"},
           {"cache-control", "no-store"}},
          std::move(body)};
}

AdminAnswer AnswerReady(const AdminCallbacks& callbacks) {
  const absl::Status ready = callbacks.ready();
  std::string detail = callbacks.detail();
  if (!detail.empty()) detail += '\n';
  if (ready.ok()) return Text(200, "ok\n" + detail);
  return Text(503, fmt::format("not ready: {}\n{}",
                               std::string(ready.message()), detail));
}

AdminAnswer AnswerMetrics(const AdminCallbacks& callbacks) {
  return {
      200,
      {{"content-type", std::string(telemetry::ServiceMetrics::kContentType)},
       {"cache-control", "no-store"}},
      callbacks.metrics()};
}

AdminAnswer AnswerPath(const AdminCallbacks& callbacks, std::string_view path) {
  if (path == "/livez") return Text(200, "ok\n");
  if (path == "/readyz") return AnswerReady(callbacks);
  if (path == "/metrics") return AnswerMetrics(callbacks);
  if (path == "/") return Text(200, std::string(kIndex));
  return Text(404, "not found; / lists the paths\n");
}

}  // namespace

AdminAnswer AnswerAdmin(const AdminCallbacks& callbacks,
                        std::string_view method, std::string_view path) {
  if (method == "GET" || method == "HEAD") return AnswerPath(callbacks, path);
  AdminAnswer not_allowed = Text(405, "only GET and HEAD\n");
  not_allowed.headers.emplace_back("allow", "GET, HEAD");
  return not_allowed;
}

}  // namespace backlinks::admin
