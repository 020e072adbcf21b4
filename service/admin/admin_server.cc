#include "service/admin/admin_server.h"

#include <chrono>
#include <utility>

namespace backlinks::admin {
namespace {

constexpr std::chrono::seconds kTimeout(10);

}  // namespace

AdminServer::AdminServer(boost::asio::any_io_executor executor,
                         AdminCallbacks callbacks, size_t max_connections)
    : server_(
          std::move(executor),
          [callbacks = std::move(callbacks)](
              const http_server::HttpServerRequest& request,
              http_server::HttpReply& reply) -> boost::asio::awaitable<void> {
            const AdminAnswer answer =
                AnswerAdmin(callbacks, request.method, request.path);
            co_await reply.Send(answer.status, answer.headers, answer.body);
          },
          {.max_connections = max_connections, .write_timeout = kTimeout}) {}

}  // namespace backlinks::admin
