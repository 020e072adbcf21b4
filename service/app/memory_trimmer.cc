#include "service/app/memory_trimmer.h"

#include <malloc.h>
#include <pthread.h>

#include <chrono>

namespace backlinks::app {
namespace {

constexpr auto kDelay = std::chrono::seconds(5);

}  // namespace

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
    changed_.wait_for(lock, kDelay, [this] { return is_stopped_; });
    if (is_stopped_) return;
    is_wanted_ = false;
    lock.unlock();
    malloc_trim(0);
    lock.lock();
  }
}

}  // namespace backlinks::app
