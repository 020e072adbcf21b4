// The thread of SqliteState: runs jobs in the order in which they come.
//
// Jobs that wait at the same time share a transaction. If it fails, each runs
// in one of its own, so that only those fail which cannot be done. Jobs whose
// coroutine no longer waits are skipped. A second after a change at the latest,
// the changes are made to survive a power loss, and what has ended is removed;
// again each second while another process keeps it from that.
// Limits:  kMaxJobs and kMaxBytes wait at the same time.
// Threads: Submit may be called from any thread.
// Life:    the destructor runs the jobs that wait.
#ifndef BACKLINKS_SERVICE_STATE_SQLITE_WORKER_H_
#define BACKLINKS_SERVICE_STATE_SQLITE_WORKER_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/state/sqlite_database.h"
#include "service/state/sqlite_job.h"

namespace backlinks::state {

class SqliteWorker {
 public:
  static constexpr size_t kMaxJobs = 4096;
  static constexpr size_t kMaxBytes = 64 << 20;

  SqliteWorker(SqliteDatabase database, std::function<absl::Time()> now);
  ~SqliteWorker();
  SqliteWorker(const SqliteWorker&) = delete;
  SqliteWorker& operator=(const SqliteWorker&) = delete;

  // `bytes` is what the job holds in memory. Fails with UNAVAILABLE if too much
  // waits already.
  absl::Status Submit(std::shared_ptr<SqliteJob> job, size_t bytes);

 private:
  using Jobs = std::vector<std::shared_ptr<SqliteJob>>;
  using Clock = std::chrono::steady_clock;

  void Loop();
  // Waits for jobs. Returns none if it is time for maintenance, or to stop.
  Jobs NextJobs();
  bool IsMaintenanceDue() const;
  void RunAll(const Jobs& jobs);
  // Runs the jobs in one transaction, which changes nothing if it fails.
  absl::Status RunInTransaction(const Jobs& jobs);
  absl::Status RunUncommitted(const Jobs& jobs);
  void Maintain();

  Micros Now() const { return absl::ToUnixMicros(now_()); }

  SqliteDatabase database_;
  const std::function<absl::Time()> now_;
  // When maintenance is due, if something was changed since the last one.
  Clock::time_point maintenance_at_ = Clock::time_point::max();
  int64_t maintained_changes_ = 0;

  std::mutex mutex_;  // Guards what follows.
  std::condition_variable wake_;
  std::deque<std::shared_ptr<SqliteJob>> queue_;
  size_t queued_bytes_ = 0;
  bool stopping_ = false;

  std::thread thread_;  // The last member: uses the others.
};

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_SQLITE_WORKER_H_
