// The state that the dialects of the embedded upstream share: the fault, the
// database connections and the account. Also sends rows.
//
// Errors:  Run returns the errors of SQLite.
// Threads: every method may be called from any thread. A Backend must outlive
//          the pages that it returns.
#ifndef BACKLINKS_SERVICE_EMBEDDED_BACKEND_H_
#define BACKLINKS_SERVICE_EMBEDDED_BACKEND_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "boost/asio/awaitable.hpp"
#include "service/embedded/account.h"
#include "service/embedded/data_file.h"
#include "service/embedded/database.h"
#include "service/embedded/fault.h"
#include "service/embedded/row_format.h"
#include "service/http_server/http_server.h"

namespace backlinks::embedded {

struct BackendOptions {
  std::string token;                 // Empty to accept any non-empty token.
  int64_t max_rows_per_request = 0;  // 0 is no cap.
  int64_t units_limit = 0;           // v3's, in API units; 0: 10⁹.
  // Called when the last page in use is released.
  std::function<void()> on_idle = [] {};
};

// A query for a page of rows, in SQL.
struct PageSql {
  // Selects the integers by which `row` finds each row, in the order of the
  // rows: the id, and values that only the whole result has.
  std::string keys;
  std::string row;               // Selects one row; its keys are bound.
  std::vector<SqlValue> values;  // Bound to `keys`.
};

// The integers of all rows of a page, `width` for each row.
struct PageKeys {
  std::vector<int64_t> keys;
  int width = 1;

  int64_t row_count() const {
    return static_cast<int64_t>(keys.size()) / width;
  }
};

// Reads the rows of a page one at a time. All keys are read first, so that the
// sorter is freed before the first row: it would keep all that it sorted for as
// long as the peer reads.
class PageRows {
 public:
  PageRows(PageKeys keys, Statement row)
      : keys_(std::move(keys)), row_(std::move(row)) {}

  // Moves to the next row, as Statement::Step.
  absl::StatusOr<bool> Step();
  // Returns the row, after a Step that returned true.
  const Statement& row() const { return row_; }

 private:
  PageKeys keys_;
  size_t next_ = 0;
  Statement row_;
};

class Backend {
 public:
  struct Release {
    void operator()(Database* database) const {
      backend->ReturnDatabase(database);
    }
    Backend* backend;
  };
  struct Page {
    // The first member, so that it is released after `rows` is destroyed.
    std::unique_ptr<Database, Release> database;
    PageRows rows;
    int64_t count = 0;
  };

  // `data` must outlive the backend.
  Backend(const DataFile& data, BackendOptions options)
      : data_(data), options_(std::move(options)) {}

  bool IsToken(std::string_view token) const;
  // Returns the limit of a request, reduced to the row cap.
  int64_t Cap(int64_t limit) const;
  int64_t units_limit() const;
  Account& account() { return account_; }

  void SetFault(Fault fault);
  // Returns the fault for the next request.
  Fault NextFault();

  absl::StatusOr<Page> Run(const PageSql& sql);

 private:
  std::unique_ptr<Database, Release> Pooled(std::unique_ptr<Database> owned);
  absl::StatusOr<std::unique_ptr<Database, Release>> AcquireDatabase();
  void ReturnDatabase(Database* database);

  const DataFile& data_;
  const BackendOptions options_;
  Account account_;
  std::mutex mutex_;
  Fault fault_;
  std::vector<std::unique_ptr<Database>> idle_;
  std::atomic<int> in_use_ = 0;  // Number of databases.
};

// A response with rows.
struct RowsAnswer {
  const http_server::HttpServerRequest& request;
  http_server::HttpReply& reply;
  const Fault& fault;
  const RowFormat& format;
  PageRows& rows;
  http_server::HttpHeaders headers;  // Without Content-Encoding.
};

// Sends the response up to where the fault interrupts it, compressed if the
// peer accepts that. Returns false if it was not sent completely.
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
