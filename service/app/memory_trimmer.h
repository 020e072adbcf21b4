// Returns freed memory to the system after calls have begun or ended, or
// connections have ended. glibc keeps freed memory that lies between used
// blocks: after many parallel streams nearly all of it, and the read buffers of
// those whose clients do not read.
//
// Threads: a thread of its own, because trimming takes some milliseconds for
//          each 100 MiB. OnStart and OnFinish may be called from any thread.
#ifndef BACKLINKS_SERVICE_APP_MEMORY_TRIMMER_H_
#define BACKLINKS_SERVICE_APP_MEMORY_TRIMMER_H_

#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>

#include "service/model/call_record.h"

namespace backlinks::app {

class MemoryTrimmer final : public CallObserver {
 public:
  MemoryTrimmer() : thread_([this] { Run(); }) {}
  ~MemoryTrimmer() override;

  void OnStart(std::string_view /*method*/) override { Schedule(); }
  void OnFinish(const CallRecord& /*record*/) override { Schedule(); }

  // Trims a few seconds after the first call since the last trim: by then the
  // memory of many calls that end together is freed, and a server that is never
  // idle is trimmed, too, but rarely. May be called from any thread.
  void Schedule();

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_wanted_ = false;
  bool is_stopped_ = false;
  std::thread thread_;  // Last, because it uses the others.
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_MEMORY_TRIMMER_H_
