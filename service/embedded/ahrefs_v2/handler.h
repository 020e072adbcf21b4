// Handles v2's HTTP requests, with rows from the database.
//
// Threads: Handle may run concurrently, on any threads.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_HANDLER_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_HANDLER_H_

#include "boost/asio/awaitable.hpp"
#include "service/embedded/backend.h"
#include "service/embedded/fault.h"
#include "service/http_server/http_server.h"

namespace backlinks::embedded::ahrefs_v2 {

class V2Handler {
 public:
  // `backend` must outlive the handler.
  explicit V2Handler(Backend& backend) : backend_(backend) {}

  boost::asio::awaitable<void> Handle(
      const http_server::HttpServerRequest& request,
      http_server::HttpReply& reply);

 private:
  boost::asio::awaitable<void> Backlinks(
      const http_server::HttpServerRequest& request,
      http_server::HttpReply& reply, const Fault& fault);
  boost::asio::awaitable<void> SubscriptionInfo(
      const http_server::HttpServerRequest& request,
      http_server::HttpReply& reply);

  Backend& backend_;
};

}  // namespace backlinks::embedded::ahrefs_v2

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_HANDLER_H_
