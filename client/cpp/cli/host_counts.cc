#include "client/cpp/cli/host_counts.h"

namespace backlinks::cli {

std::string_view HostOfUrl(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme != url.npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  const size_t user = url.rfind('@');
  if (user != url.npos) url.remove_prefix(user + 1);
  if (url.empty() || url[0] != '[') {
    url = url.substr(0, url.find(':'));
  } else {
    url = url.substr(0, url.find(']') + 1);
  }
  return url.empty() ? "-" : url;
}

void HostCounts::Add(std::string_view host) {
  auto place = rows_.find(host);
  if (place == rows_.end()) {
    const int64_t taken = rows_.size() < places_ ? 0 : ReplaceSmallest();
    place = rows_.emplace(host, taken).first;
  } else {
    order_.erase({-place->second, place->first});
  }
  ++place->second;
  order_.emplace(-place->second, place->first);
}

int64_t HostCounts::ReplaceSmallest() {
  exact_ = false;
  const auto min = std::prev(order_.end());
  const int64_t rows = -min->first;
  rows_.erase(min->second);
  order_.erase(min);
  return rows;
}

std::vector<HostCounts::Entry> HostCounts::Top(size_t count) const {
  std::vector<Entry> top;
  for (const auto& [minus_rows, host] : order_) {
    if (top.size() == count) break;
    top.push_back({host, -minus_rows});
  }
  return top;
}

}  // namespace backlinks::cli
