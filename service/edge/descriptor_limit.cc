#include "service/edge/descriptor_limit.h"

#include <sys/resource.h>

#include <algorithm>

#include "fmt/format.h"

namespace backlinks::edge {
namespace {

// More would need more memory than most hosts give a process.
constexpr int64_t kMaxDerivedConnections = 10'000;
// Files, the workers, and the connections of the admin port.
constexpr int64_t kOwnDescriptors = 96;
constexpr int64_t kDescriptorsPerConnection = 2;

int64_t PossibleConnections(const DescriptorNeeds& needs) {
  const int64_t reserved =
      std::min(kOwnDescriptors + needs.upstream, needs.descriptors / 2);
  return std::max<int64_t>(
      1, (needs.descriptors - reserved) / kDescriptorsPerConnection);
}

}  // namespace

int64_t RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  rlimit raised = limit;
  raised.rlim_cur = raised.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  return static_cast<int64_t>(
      std::min<rlim_t>(limit.rlim_cur, INT32_MAX));  // It may be infinite.
}

DerivedLimits DeriveConnectionLimits(const DescriptorNeeds& needs) {
  DerivedLimits derived;
  const int64_t possible = PossibleConnections(needs);
  int64_t total = needs.max_connections;
  if (total == 0) total = std::min(possible, kMaxDerivedConnections);
  if (total > possible) {
    derived.warning = fmt::format(
        "--max_connections {} is above what {} file descriptors allow (ulimit "
        "-n): at most {} connections are accepted",
        total, needs.descriptors, possible);
    total = possible;
  }
  int64_t per_peer = needs.max_connections_per_peer;
  if (per_peer == 0) per_peer = std::max<int64_t>(1, total / 2);
  derived.limits = {total, std::min(per_peer, total)};
  return derived;
}

}  // namespace backlinks::edge
