// Limits how often the same event is reported.
//
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EDGE_NOTICE_THROTTLE_H_
#define BACKLINKS_SERVICE_EDGE_NOTICE_THROTTLE_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

namespace backlinks::edge {

class NoticeThrottle {
 public:
  using Clock = std::chrono::steady_clock;

  // Counts an event. Returns the number of events with this key since the last
  // report, or nothing if that is less than 10 s ago. `key` must be a constant.
  std::optional<int64_t> Count(std::string_view key, Clock::time_point now);

 private:
  struct Event {
    std::optional<Clock::time_point> reported;
    int64_t count = 0;
  };

  std::map<std::string_view, Event> events_;
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_NOTICE_THROTTLE_H_
