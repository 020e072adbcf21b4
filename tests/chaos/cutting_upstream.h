// An upstream on a loopback socket that breaks off where a test says.
//
// In:      one HTTP request after the other on each connection, told to the
//          script with how many came before it for the same target: so streams
//          of different targets are independent of each other.
// Out:     the bytes that the script says, then the end that it says.
// Threads: one of its own, which calls the script; Requests() from any.
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
  int nth = 0;  // Of this target, from 0.
};

// What comes after the bytes of an answer.
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

  // Those that came, oldest first, of one target.
  std::vector<PageRequest> Requests(std::string_view target) const;
  int64_t request_count() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace backlinks::chaos

#endif  // BACKLINKS_TESTS_CHAOS_CUTTING_UPSTREAM_H_
