// Returns freed memory to the system after calls have begun or ended.
#ifndef BACKLINKS_SERVICE_APP_TRIM_AFTER_CALLS_H_
#define BACKLINKS_SERVICE_APP_TRIM_AFTER_CALLS_H_

#include <string_view>

#include "service/memory/memory_trimmer.h"
#include "service/model/call_record.h"

namespace backlinks::app {

class TrimAfterCalls final : public CallObserver {
 public:
  // `trimmer` must outlive the object.
  explicit TrimAfterCalls(memory::MemoryTrimmer& trimmer) : trimmer_(trimmer) {}

  void OnStart(std::string_view /*method*/) override { trimmer_.Schedule(); }
  void OnFinish(const CallRecord& /*record*/) override { trimmer_.Schedule(); }

 private:
  memory::MemoryTrimmer& trimmer_;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_TRIM_AFTER_CALLS_H_
