// One operation that waits for the thread of SqliteState, and the coroutine
// that waits for the operation.
//
// Threads: RunIn and Finish are called by the worker's thread; Attach, Detach
//          and is_finished on the executor of the coroutine.
#ifndef BACKLINKS_SERVICE_STATE_SQLITE_JOB_H_
#define BACKLINKS_SERVICE_STATE_SQLITE_JOB_H_

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "boost/asio/steady_timer.hpp"
#include "service/state/sqlite_database.h"

namespace backlinks::state {

class SqliteJob : public std::enable_shared_from_this<SqliteJob> {
 public:
  virtual ~SqliteJob() = default;

  // Runs the operation in a transaction. May be called again if that was rolled
  // back.
  virtual absl::Status RunIn(SqliteDatabase& db, Micros now) = 0;
  virtual void Fail(const absl::Status& error) = 0;

  // `timer` is canceled when the job is finished, unless Detach comes first.
  void Attach(boost::asio::steady_timer& timer);
  // The coroutine no longer waits.
  void Detach();

  bool is_detached() const;
  bool is_finished() const;
  // The result is final. Wakes the coroutine.
  void Finish();

 private:
  void Wake();

  mutable std::mutex mutex_;
  boost::asio::steady_timer* timer_ = nullptr;  // Null if no one waits.
  bool finished_ = false;
};

// A job that returns a T. The result is read after it is finished.
template <typename T>
class SqliteJobOf final : public SqliteJob {
 public:
  using Operation = std::function<absl::StatusOr<T>(SqliteDatabase&, Micros)>;

  explicit SqliteJobOf(Operation operation)
      : operation_(std::move(operation)) {}

  absl::Status RunIn(SqliteDatabase& db, Micros now) override {
    result_ = operation_(db, now);
    // A result like any other, which must not stop the jobs that share the
    // transaction: the operation has changed nothing.
    if (absl::IsInvalidArgument(result_.status())) return absl::OkStatus();
    return result_.status();
  }
  void Fail(const absl::Status& error) override { result_ = error; }

  absl::StatusOr<T>& result() { return result_; }

 private:
  const Operation operation_;
  absl::StatusOr<T> result_;
};

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_SQLITE_JOB_H_
