// The state that the dialects of the embedded upstream share: the fault, the
// database connections and the account. Also sends rows.
//
// Errors:  Run returns the errors of SQLite.
// Threads: every method may be called from any thread. A Backend must outlive
//          the pages that it returns.
#ifndef BACKLINKS_SERVICE_EMBEDDED_BACKEND_H_
#define BACKLINKS_SERVICE_EMBEDDED_BACKEND_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "boost/asio/awaitable.hpp"
#include "service/embedded/account.h"
#include "service/embedded/data_file.h"
#include "service/embedded/database_pool.h"
#include "service/embedded/fault.h"
#include "service/embedded/page_rows.h"
#include "service/embedded/page_sql.h"
#include "service/embedded/row_format.h"
#include "service/embedded/sorted_keys.h"
#include "service/http_server/http_server.h"

namespace backlinks::embedded {

struct BackendOptions {
  std::string token;                 // Empty to accept any non-empty token.
  int64_t max_rows_per_request = 0;  // 0 is no cap.
  int64_t units_limit = 0;           // v3's, in API units; 0: 10⁹.
  bool compresses = true;            // For peers that accept it.
  // Called when the last page in use is released.
  std::function<void()> on_idle = [] {};
};

class Backend {
 public:
  struct Page {
    // The first member, so that it is released after `rows` is destroyed.
    DatabasePool::Pointer database;
    PageRows rows;
    int64_t count = 0;
  };

  // `data` must outlive the backend.
  Backend(const DataFile& data, BackendOptions options)
      : options_(std::move(options)), databases_(data, options_.on_idle) {}

  bool IsToken(std::string_view token) const;
  // Returns the limit of a request, reduced to the row cap.
  int64_t Cap(int64_t limit) const;
  int64_t units_limit() const;
  bool compresses() const { return options_.compresses; }
  Account& account() { return account_; }

  void SetFault(Fault fault);
  // Returns the fault for the next request.
  Fault NextFault();

  absl::StatusOr<Page> Run(const PageSql& sql);

 private:
  const BackendOptions options_;
  Account account_;
  DatabasePool databases_;
  SortedKeysCache sorted_keys_;
  std::mutex mutex_;
  Fault fault_;
};

// A response with rows.
struct RowsAnswer {
  const http_server::HttpServerRequest& request;
  http_server::HttpReply& reply;
  bool compresses;  // If the peer accepts it.
  const Fault& fault;
  const RowFormat& format;
  PageRows& rows;
  http_server::HttpHeaders headers;  // Without Content-Encoding.
};

// Sends the response up to where the fault interrupts it. Returns false if it
// was not sent completely.
boost::asio::awaitable<bool> SendRows(RowsAnswer& answer);

// Waits for the delay of the fault.
boost::asio::awaitable<void> Delay(const Fault& fault);

// Sends the HTML body and the status of the fault. Returns false if it has
// none.
boost::asio::awaitable<bool> SendHtml(const Fault& fault,
                                      http_server::HttpReply& reply);

// Returns Content-Type, and Retry-After if the fault has one.
http_server::HttpHeaders FaultHeaders(const Fault& fault,
                                      std::string_view content_type);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_BACKEND_H_
