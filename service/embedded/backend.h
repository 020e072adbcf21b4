// What the dialects of the embedded upstream share: the fault, the databases,
// the account, and how rows go out.
//
// Errors:  Run: what SQLite says.
// Threads: every method may be called from any thread. Outlives the pages it
//          gave.
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

namespace backlinks {

struct BackendOptions {
  std::string token;                 // "": any token but none.
  int64_t max_rows_per_request = 0;  // 0: no cap.
  int64_t units_limit = 0;           // Of v3, in API units; 0: 10⁹.
  // Called when the last page that was in use is given back.
  std::function<void()> on_idle = [] {};
};

// A page of rows in SQL.
struct PageSql {
  // The integers by which `row` finds each row, in the rows' order: the id, and
  // what else only the whole result can give.
  std::string keys;
  std::string row;               // One row; its keys are bound to it.
  std::vector<SqlValue> values;  // Bound to `keys`.
};

// The integers of all rows of a page, `width` a row.
struct PageKeys {
  std::vector<int64_t> keys;
  int width = 1;

  int64_t row_count() const {
    return static_cast<int64_t>(keys.size()) / width;
  }
};

// The rows of a page, one at a time. The keys are read at once, and the sort
// that ordered them is gone before the first row: it would hold all that it
// sorted for as long as the peer reads.
class PageRows {
 public:
  PageRows(PageKeys keys, Statement row)
      : keys_(std::move(keys)), row_(std::move(row)) {}

  // As Statement::Step.
  absl::StatusOr<bool> Step();
  // The row after a Step that returned true.
  const Statement& row() const { return row_; }

 private:
  PageKeys keys_;
  size_t next_ = 0;
  Statement row_;
};

class Backend {
 public:
  struct Release {
    void operator()(Database* database) const { backend->Keep(database); }
    Backend* backend;
  };
  struct Page {
    // First, so that it goes back when `rows` are gone.
    std::unique_ptr<Database, Release> database;
    PageRows rows;
    int64_t count = 0;
  };

  // `data` must outlive this.
  Backend(const DataFile& data, BackendOptions options)
      : data_(data), options_(std::move(options)) {}

  bool IsToken(std::string_view token) const;
  // The limit of a request after the server's own cap.
  int64_t Cap(int64_t limit) const;
  int64_t units_limit() const;
  Account& account() { return account_; }

  void SetFault(Fault fault);
  // The fault of the next request.
  Fault TakeFault();

  absl::StatusOr<Page> Run(const PageSql& sql);

 private:
  std::unique_ptr<Database, Release> Pooled(std::unique_ptr<Database> owned);
  absl::StatusOr<std::unique_ptr<Database, Release>> TakeDatabase();
  void Keep(Database* database);

  const DataFile& data_;
  const BackendOptions options_;
  Account account_;
  std::mutex mutex_;
  Fault fault_;
  std::vector<std::unique_ptr<Database>> idle_;
  std::atomic<int> in_use_ = 0;  // Databases.
};

// An answer of rows.
struct RowsAnswer {
  const HttpServerRequest& request;
  HttpReply& reply;
  const Fault& fault;
  const RowFormat& format;
  PageRows& rows;
  HttpHeaders headers;  // Without those of the coding.
};

// Sends it, compressed if the peer takes that, up to where the fault breaks
// it; false: it did not go out whole.
boost::asio::awaitable<bool> SendRows(RowsAnswer& answer);

// Waits as long as the fault says.
boost::asio::awaitable<void> Delay(const Fault& fault);

// Sends the HTML and the status of the fault; false: it has none.
boost::asio::awaitable<bool> SendHtml(const Fault& fault, HttpReply& reply);

// Content-Type, and Retry-After if the fault has one.
HttpHeaders FaultHeaders(const Fault& fault, std::string_view content_type);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_BACKEND_H_
