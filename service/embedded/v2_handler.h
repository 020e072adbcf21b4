// Answers v2's HTTP requests from the database.
//
// Threads: Handle may run many times at once, on any threads.
#ifndef BACKLINKS_SERVICE_EMBEDDED_V2_HANDLER_H_
#define BACKLINKS_SERVICE_EMBEDDED_V2_HANDLER_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "boost/asio/awaitable.hpp"
#include "service/embedded/account.h"
#include "service/embedded/body_writer.h"
#include "service/embedded/database.h"
#include "service/embedded/fault.h"
#include "service/embedded/row_format.h"
#include "service/embedded/v2_query.h"
#include "service/http_server/http_server.h"

namespace backlinks {

struct V2Options {
  std::string data;                  // A database as the importer makes it.
  std::string token;                 // "": any token but none.
  int64_t max_rows_per_request = 0;  // 0: no cap.
};

class V2Handler {
 public:
  explicit V2Handler(V2Options options) : options_(std::move(options)) {}

  boost::asio::awaitable<void> Handle(const HttpServerRequest& request,
                                      HttpReply& reply);

  void SetFault(Fault fault);
  // Errors: as Account::WriteTo.
  absl::Status WriteAccountTo(const std::string& path) {
    return account_.WriteTo(path);
  }
  const Account& account() const { return account_; }

 private:
  // One answer under way.
  struct Answer;

  Fault TakeFault();
  absl::StatusOr<std::unique_ptr<Database>> TakeDatabase();
  void GiveBack(std::unique_ptr<Database> database);
  boost::asio::awaitable<void> Backlinks(const HttpServerRequest& request,
                                         HttpReply& reply, const Fault& fault);
  boost::asio::awaitable<void> SubscriptionInfo(HttpReply& reply);
  boost::asio::awaitable<bool> SendRows(Answer& answer);
  boost::asio::awaitable<bool> ApplyFault(const Fault& fault, HttpReply& reply);
  absl::Status Prepare(Answer& answer);

  const V2Options options_;
  Account account_;
  std::mutex mutex_;
  Fault fault_;
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_V2_HANDLER_H_
