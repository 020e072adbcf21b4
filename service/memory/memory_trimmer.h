// Returns freed memory to the system. glibc keeps freed memory that lies
// between used blocks: after many parallel streams or responses nearly all of
// it, and the read buffers of those whose clients do not read.
//
// Threads: a thread of its own, because trimming takes some milliseconds for
//          each 100 MiB. Schedule may be called from any thread.
#ifndef BACKLINKS_SERVICE_MEMORY_MEMORY_TRIMMER_H_
#define BACKLINKS_SERVICE_MEMORY_MEMORY_TRIMMER_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace backlinks::memory {

// Trims the heap of glibc at once.
void TrimMemory();

class MemoryTrimmer {
 public:
  explicit MemoryTrimmer(absl::Duration delay = absl::Seconds(5),
                         std::function<void()> trim = TrimMemory);
  // Does not wait for the delay. What is scheduled may not be done.
  ~MemoryTrimmer();

  MemoryTrimmer(const MemoryTrimmer&) = delete;
  MemoryTrimmer& operator=(const MemoryTrimmer&) = delete;

  // Trims after the delay: by then the memory of many calls that end together
  // is freed. A call in the meantime adds one trim, another delay later, so
  // that a process that is never idle is trimmed, too, but rarely.
  void Schedule();

 private:
  void Run();

  const absl::Duration delay_;
  const std::function<void()> trim_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_wanted_ = false;
  bool is_stopped_ = false;
  std::thread thread_;  // Last, because it uses the others.
};

}  // namespace backlinks::memory

#endif  // BACKLINKS_SERVICE_MEMORY_MEMORY_TRIMMER_H_
