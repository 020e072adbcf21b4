#include "service/state/sqlite_job.h"

#include "boost/asio/post.hpp"

namespace backlinks::state {

void SqliteJob::Attach(boost::asio::steady_timer& timer) {
  const std::lock_guard lock(mutex_);
  timer_ = &timer;
}

void SqliteJob::Detach() {
  const std::lock_guard lock(mutex_);
  timer_ = nullptr;
}

bool SqliteJob::is_detached() const {
  const std::lock_guard lock(mutex_);
  return timer_ == nullptr;
}

bool SqliteJob::is_finished() const {
  const std::lock_guard lock(mutex_);
  return finished_;
}

void SqliteJob::Finish() {
  const std::lock_guard lock(mutex_);
  finished_ = true;
  // Under the lock, because the executor may end once the job is detached.
  if (timer_ == nullptr) return;
  boost::asio::post(timer_->get_executor(),
                    [self = shared_from_this()] { self->Wake(); });
}

void SqliteJob::Wake() {
  const std::lock_guard lock(mutex_);
  if (timer_ != nullptr) timer_->cancel();
}

}  // namespace backlinks::state
