#include "service/edge/notice_throttle.h"

#include <utility>

namespace backlinks::edge {
namespace {

constexpr auto kInterval = std::chrono::seconds(10);

}  // namespace

std::optional<int64_t> NoticeThrottle::Count(std::string_view key,
                                             Clock::time_point now) {
  Event& event = events_[key];
  ++event.count;
  if (event.reported && now - *event.reported < kInterval) return std::nullopt;
  event.reported = now;
  return std::exchange(event.count, 0);
}

}  // namespace backlinks::edge
