// Limits the bytes of the bodies that the cache holds in memory: those that are
// being read from the upstream, and those that calls read.
//
// Threads: MemoryLimit on any; a MemoryUse on one at a time.
#ifndef BACKLINKS_SERVICE_CACHE_MEMORY_LIMIT_H_
#define BACKLINKS_SERVICE_CACHE_MEMORY_LIMIT_H_

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace backlinks::cache {

class MemoryLimit {
 public:
  explicit MemoryLimit(size_t max_bytes) : max_bytes_(max_bytes) {}

  size_t used() const { return used_; }

 private:
  friend class MemoryUse;

  const size_t max_bytes_;
  std::atomic<size_t> used_ = 0;
};

// What one body uses, until the object is destroyed.
class MemoryUse {
 public:
  explicit MemoryUse(std::shared_ptr<MemoryLimit> limit)
      : limit_(std::move(limit)) {}
  ~MemoryUse() {
    if (limit_ != nullptr) limit_->used_ -= bytes_;
  }
  MemoryUse(MemoryUse&& other) noexcept
      : limit_(std::move(other.limit_)),
        bytes_(std::exchange(other.bytes_, 0)) {}
  MemoryUse& operator=(MemoryUse&&) = delete;

  // Returns false, and uses no more, if that would exceed the limit.
  bool Grow(size_t bytes) {
    size_t used = limit_->used_;
    do {
      if (bytes > limit_->max_bytes_ - used) return false;
    } while (!limit_->used_.compare_exchange_weak(used, used + bytes));
    bytes_ += bytes;
    return true;
  }

 private:
  std::shared_ptr<MemoryLimit> limit_;
  size_t bytes_ = 0;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_MEMORY_LIMIT_H_
