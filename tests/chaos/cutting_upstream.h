// An upstream on a loopback socket that interrupts responses as a script
// determines.
//
// In:      HTTP requests, one after the other on each connection. The script
//          gets each one with the number of earlier requests for the same
//          target, so streams of different targets are independent.
// Out:     the bytes that the script returns, then the end that it chooses.
// Threads: a thread of its own calls the script. Requests() may be called from
//          any thread.
#ifndef BACKLINKS_TESTS_CHAOS_CUTTING_UPSTREAM_H_
#define BACKLINKS_TESTS_CHAOS_CUTTING_UPSTREAM_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace backlinks::chaos {

// A page request of API v2.
struct PageRequest {
  std::string target;
  std::vector<std::string> columns;
  int64_t offset = 0;
  int64_t limit = 0;
  int nth = 0;  // Number of earlier requests for this target.
};

// What happens after the bytes of a response.
enum class End {
  kNextRequest,
  kReset,    // RST.
  kClose,    // FIN.
  kSilence,  // Nothing, until the other side closes.
};

struct Answer {
  std::string bytes;  // Head and body.
  End end = End::kNextRequest;
};

using Script = std::function<Answer(const PageRequest&)>;

class CuttingUpstream {
 public:
  explicit CuttingUpstream(Script script);
  ~CuttingUpstream();

  std::string url() const;  // "http://127.0.0.1:PORT/"

  // Returns the requests for one target, oldest first.
  std::vector<PageRequest> Requests(std::string_view target) const;
  int64_t request_count() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace backlinks::chaos

#endif  // BACKLINKS_TESTS_CHAOS_CUTTING_UPSTREAM_H_
