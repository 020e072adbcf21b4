// Handles v3's HTTP requests, with rows from the database:
// GET /v3/site-explorer/all-backlinks and
// GET /v3/subscription-info/limits-and-usage.
//
// Errors:  an HTTP status and {"error":TEXT}: 400; 401 (no key or a wrong one);
//          403 (the response costs more units than are left; *assumed*: the
//          response is not reduced to fit); 404; 405; 500.
// Price:   max(50, units per row × rows), even if the response is interrupted;
//          errors and limits-and-usage are free.
// Threads: Handle may run concurrently, on any threads.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_HANDLER_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_HANDLER_H_

#include "absl/status/status.h"
#include "boost/asio/awaitable.hpp"
#include "service/embedded/backend.h"
#include "service/embedded/fault.h"
#include "service/http_server/http_server.h"

namespace backlinks::embedded::ahrefs_v3 {

class V3Handler {
 public:
  // `backend` must outlive the handler.
  explicit V3Handler(Backend& backend) : backend_(backend) {}

  boost::asio::awaitable<void> Handle(
      const http_server::HttpServerRequest& request,
      http_server::HttpReply& reply);

 private:
  absl::Status Check(const http_server::HttpServerRequest& request) const;
  boost::asio::awaitable<void> AllBacklinks(
      const http_server::HttpServerRequest& request,
      http_server::HttpReply& reply, const Fault& fault);
  boost::asio::awaitable<void> LimitsAndUsage(
      const http_server::HttpServerRequest& request,
      http_server::HttpReply& reply);

  Backend& backend_;
};

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_HANDLER_H_
