#include "service/admin/admin_server.h"

#include <utility>

namespace backlinks::admin {

AdminServer::AdminServer(boost::asio::any_io_executor executor,
                         AdminCallbacks callbacks)
    : server_(
          std::move(executor),
          [callbacks = std::move(callbacks)](
              const http_server::HttpServerRequest& request,
              http_server::HttpReply& reply) -> boost::asio::awaitable<void> {
            const AdminAnswer answer =
                AnswerAdmin(callbacks, request.method, request.path);
            co_await reply.Send(answer.status, answer.headers, answer.body);
          }) {}

}  // namespace backlinks::admin
