// Connections to the database, each used by one page at a time.
//
// A connection is in one read transaction from Acquire until it is released:
// outside a transaction SQLite locks and checks the file for every row. A file
// that was replaced is opened again, and its old connections are closed.
//
// Errors:  those of DataFile::Connect.
// Threads: every method may be called from any thread. The pool must outlive
//          what it returns.
#ifndef BACKLINKS_SERVICE_EMBEDDED_DATABASE_POOL_H_
#define BACKLINKS_SERVICE_EMBEDDED_DATABASE_POOL_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "service/embedded/data_file.h"
#include "service/embedded/database.h"

namespace backlinks::embedded {

struct PooledDatabase {
  Database database;
  std::string version;  // Of the file that it reads (DataFile::Version).
};

class DatabasePool {
 public:
  struct Release {
    void operator()(PooledDatabase* database) const { pool->Return(database); }
    DatabasePool* pool;
  };
  using Pointer = std::unique_ptr<PooledDatabase, Release>;

  // `data` must outlive the pool. `on_idle` is called when the last connection
  // in use is released.
  DatabasePool(const DataFile& data, std::function<void()> on_idle)
      : data_(data), on_idle_(std::move(on_idle)) {}

  absl::StatusOr<Pointer> Acquire();

 private:
  Pointer InUse(std::unique_ptr<PooledDatabase> owned);
  std::unique_ptr<PooledDatabase> TakeIdle();
  absl::StatusOr<std::unique_ptr<PooledDatabase>> Open() const;
  void Return(PooledDatabase* database);

  const DataFile& data_;
  const std::function<void()> on_idle_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<PooledDatabase>> idle_;
  std::atomic<int> in_use_ = 0;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_DATABASE_POOL_H_
