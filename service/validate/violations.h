// Collects everything that is wrong with a request.
//
// Limits: keeps the first 1,000 violations, since a response reports only 16 of
//         them.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_VALIDATE_VIOLATIONS_H_
#define BACKLINKS_SERVICE_VALIDATE_VIOLATIONS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/common/status/status.h"

namespace backlinks::validate {

class Violations {
 public:
  void Add(std::string path, std::string description);

  bool empty() const { return violations_.empty(); }
  bool full() const;
  std::vector<Violation> Take() { return std::move(violations_); }

 private:
  std::vector<Violation> violations_;
};

// Quotes and escapes a caller's text for a message; at most 100 bytes of it.
std::string Quote(std::string_view text);

// Whether the text is UTF-8, surrogates and overlong forms excluded.
bool IsUtf8(std::string_view text);

}  // namespace backlinks::validate

#endif  // BACKLINKS_SERVICE_VALIDATE_VIOLATIONS_H_
