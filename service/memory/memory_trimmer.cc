#include "service/memory/memory_trimmer.h"

#include <malloc.h>
#include <pthread.h>

#include <utility>

namespace backlinks::memory {

void TrimMemory() { malloc_trim(0); }

MemoryTrimmer::MemoryTrimmer(absl::Duration delay, std::function<void()> trim)
    : delay_(delay), trim_(std::move(trim)), thread_([this] { Run(); }) {}

MemoryTrimmer::~MemoryTrimmer() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void MemoryTrimmer::Schedule() {
  const std::lock_guard lock(mutex_);
  if (is_wanted_) return;
  is_wanted_ = true;
  changed_.notify_one();
}

void MemoryTrimmer::Run() {
  pthread_setname_np(pthread_self(), "trim");
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return is_wanted_ || is_stopped_; });
    is_wanted_ = false;
    changed_.wait_for(lock, absl::ToChronoNanoseconds(delay_),
                      [this] { return is_stopped_; });
    if (is_stopped_) return;
    lock.unlock();
    trim_();
    lock.lock();
  }
}

}  // namespace backlinks::memory
