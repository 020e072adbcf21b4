#include "service/state/sqlite_worker.h"

#include <utility>

#include "service/common/status/status.h"
#include "service/state/sqlite_budgets.h"

namespace backlinks::state {
namespace {

constexpr std::chrono::seconds kMaintenanceDelay(1);

}  // namespace

SqliteWorker::SqliteWorker(SqliteDatabase database,
                           std::function<absl::Time()> now)
    : database_(std::move(database)),
      now_(std::move(now)),
      thread_([this] { Loop(); }) {}

SqliteWorker::~SqliteWorker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

absl::Status SqliteWorker::Submit(std::shared_ptr<SqliteJob> job,
                                  size_t bytes) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= kMaxJobs || queued_bytes_ + bytes > kMaxBytes) {
      return database_.Described(
          absl::UnavailableError("too many operations are waiting"));
    }
    queue_.push_back(std::move(job));
    queued_bytes_ += bytes;
  }
  wake_.notify_one();
  return absl::OkStatus();
}

void SqliteWorker::Loop() {
  for (;;) {
    const Jobs jobs = NextJobs();
    if (!jobs.empty()) {
      RunAll(jobs);
    } else if (IsMaintenanceDue()) {
      Maintain();
    } else {
      return;
    }
  }
}

bool SqliteWorker::IsMaintenanceDue() const {
  return Clock::now() >= maintenance_at_;
}

SqliteWorker::Jobs SqliteWorker::NextJobs() {
  std::unique_lock lock(mutex_);
  const auto has_work = [this] { return stopping_ || !queue_.empty(); };
  if (maintenance_at_ == Clock::time_point::max()) {
    wake_.wait(lock, has_work);
  } else {
    wake_.wait_until(lock, maintenance_at_, has_work);
  }
  if (IsMaintenanceDue() && !stopping_) return {};
  Jobs jobs(std::make_move_iterator(queue_.begin()),
            std::make_move_iterator(queue_.end()));
  queue_.clear();
  queued_bytes_ = 0;
  return jobs;
}

void SqliteWorker::RunAll(const Jobs& jobs) {
  const absl::Status status = RunInTransaction(jobs);
  // Another process that holds the file stops all jobs.
  const bool run_alone =
      !status.ok() && !absl::IsUnavailable(status) && jobs.size() > 1;
  for (const auto& job : jobs) {
    const absl::Status own = run_alone ? RunInTransaction({job}) : status;
    if (!own.ok()) job->Fail(database_.Described(own));
    job->Finish();
  }
  if (maintenance_at_ == Clock::time_point::max() &&
      database_.total_changed_rows() != maintained_changes_) {
    maintenance_at_ = Clock::now() + kMaintenanceDelay;
  }
}

absl::Status SqliteWorker::RunInTransaction(const Jobs& jobs) {
  BACKLINKS_RETURN_IF_ERROR(database_.Begin());
  absl::Status status = RunUncommitted(jobs);
  if (status.ok()) status = database_.Commit();
  if (!status.ok()) database_.Rollback();
  return status;
}

absl::Status SqliteWorker::RunUncommitted(const Jobs& jobs) {
  const Micros now = Now();
  for (const auto& job : jobs) {
    if (job->is_detached()) continue;
    BACKLINKS_RETURN_IF_ERROR(job->RunIn(database_, now));
  }
  return absl::OkStatus();
}

// Errors are ignored: operations report them. A checkpoint that is not complete
// is tried again; what has ended is removed after the next change at the
// latest.
void SqliteWorker::Maintain() {
  if (database_.Begin().ok()) {
    const absl::Status status = RemoveEnded(database_, Now());
    if (!status.ok() || !database_.Commit().ok()) database_.Rollback();
  }
  const auto is_complete = database_.Checkpoint();
  if (!is_complete.ok() || !*is_complete) {
    maintenance_at_ = Clock::now() + kMaintenanceDelay;
    return;
  }
  maintained_changes_ = database_.total_changed_rows();
  maintenance_at_ = Clock::time_point::max();
}

}  // namespace backlinks::state
