// Options to compile the expressions of `matches`. Validation and evaluation
// share them, so that a validated expression compiles again.
#ifndef BACKLINKS_SERVICE_MODEL_REGEX_H_
#define BACKLINKS_SERVICE_MODEL_REGEX_H_

#include <cstdint>

#include "re2/re2.h"

namespace backlinks {

inline constexpr int64_t kMaxRegexMemory = 1 << 20;  // Bytes, compiled.

inline RE2::Options RegexOptions(bool ignore_case) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!ignore_case);
  options.set_max_mem(kMaxRegexMemory);
  return options;
}

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_REGEX_H_
