#include "service/exchange/request_window.h"

#include <algorithm>

namespace backlinks::exchange {

absl::Duration RequestWindow::Earliest(absl::Duration now,
                                       int64_t position) const {
  // A request waits for the window of the one that is limit_.requests before
  // it, so that the moments repeat after each window.
  const absl::Duration later = limit_.window * (position / limit_.requests);
  const int64_t sent = static_cast<int64_t>(sent_.size()) +
                       position % limit_.requests - limit_.requests;
  if (sent < 0) return now + later;
  return std::max(now, sent_[sent] + limit_.window) + later;
}

void RequestWindow::Add(absl::Duration now) {
  while (!sent_.empty() && sent_.front() + limit_.window <= now) {
    sent_.pop_front();
  }
  sent_.push_back(now);
}

void RequestWindow::Remove(absl::Duration moment) {
  const auto it = std::lower_bound(sent_.begin(), sent_.end(), moment);
  if (it != sent_.end() && *it == moment) sent_.erase(it);
}

}  // namespace backlinks::exchange
