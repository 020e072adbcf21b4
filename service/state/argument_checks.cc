#include "service/state/argument_checks.h"

#include <set>

#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/state/shared_state.h"

namespace backlinks::state {
namespace {

constexpr int64_t kMaxTokens = 1'000'000;
constexpr absl::Duration kMinDuration = absl::Milliseconds(1);
constexpr absl::Duration kMaxWindow = absl::Hours(24);

absl::Status CheckRange(std::string_view argument, int64_t value, int64_t min,
                        int64_t max) {
  if (min <= value && value <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(fmt::format(
      "{}: must be between {} and {}, got {}", argument, min, max, value));
}

absl::Status CheckName(std::string_view argument, std::string_view name) {
  return CheckRange(fmt::format("{}: bytes", argument),
                    static_cast<int64_t>(name.size()), 1, kMaxNameBytes);
}

absl::Status CheckDuration(std::string_view argument, absl::Duration value,
                           absl::Duration max,
                           absl::Duration min = kMinDuration) {
  if (min <= value && value <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(
      fmt::format("{}: must be between {} and {}, got {}", argument,
                  absl::FormatDuration(min), absl::FormatDuration(max),
                  absl::FormatDuration(value)));
}

absl::Status CheckCounter(const Counter& counter) {
  BACKLINKS_RETURN_IF_ERROR(CheckName("counter name", counter.name));
  return CheckRange("limit", counter.limit, 0, kNoLimit);
}

absl::Status CheckCounters(const std::vector<Counter>& counters) {
  BACKLINKS_RETURN_IF_ERROR(CheckRange("number of counters",
                                       static_cast<int64_t>(counters.size()), 1,
                                       kMaxCounters));
  std::set<std::string_view> names;
  for (const Counter& counter : counters) {
    BACKLINKS_RETURN_IF_ERROR(CheckCounter(counter));
    if (!names.insert(counter.name).second) {
      return absl::InvalidArgumentError("counters: must have different names");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckGetValue(std::string_view key) {
  return CheckName("key", key);
}

absl::Status CheckPutValue(std::string_view key, std::string_view bytes,
                           absl::Duration time_to_live) {
  BACKLINKS_RETURN_IF_ERROR(CheckName("key", key));
  BACKLINKS_RETURN_IF_ERROR(CheckRange(
      "value: bytes", static_cast<int64_t>(bytes.size()), 0, kMaxValueBytes));
  return CheckDuration("time to live", time_to_live, kMaxDuration);
}

absl::Status CheckLease(std::string_view name, std::string_view token) {
  BACKLINKS_RETURN_IF_ERROR(CheckName("lease name", name));
  return CheckName("token", token);
}

absl::Status CheckLease(std::string_view name, std::string_view token,
                        absl::Duration duration) {
  BACKLINKS_RETURN_IF_ERROR(CheckLease(name, token));
  return CheckDuration("duration", duration, kMaxDuration);
}

absl::Status CheckReserve(const Reservation& reservation) {
  BACKLINKS_RETURN_IF_ERROR(CheckSettle(reservation.id, reservation.amount));
  BACKLINKS_RETURN_IF_ERROR(
      CheckDuration("lease", reservation.lease, kMaxDuration));
  return CheckCounters(reservation.counters);
}

absl::Status ExpiresTooEarly(size_t index) {
  return absl::InvalidArgumentError(fmt::format(
      "counters[{}]: must not expire before the lease ends", index));
}

absl::Status CheckSettle(std::string_view id, int64_t amount) {
  BACKLINKS_RETURN_IF_ERROR(CheckName("reservation id", id));
  return CheckRange("amount", amount, 0, kMaxAmount);
}

absl::Status CheckReadCounters(const std::vector<std::string>& names) {
  BACKLINKS_RETURN_IF_ERROR(CheckRange("number of counters",
                                       static_cast<int64_t>(names.size()), 0,
                                       SharedState::kMaxReadCounters));
  for (const std::string& name : names) {
    BACKLINKS_RETURN_IF_ERROR(CheckName("counter name", name));
  }
  return absl::OkStatus();
}

absl::Status CheckTake(std::string_view name, const TokenBucket& bucket,
                       int64_t count) {
  BACKLINKS_RETURN_IF_ERROR(CheckName("bucket name", name));
  BACKLINKS_RETURN_IF_ERROR(CheckRange("tokens", bucket.tokens, 1, kMaxTokens));
  BACKLINKS_RETURN_IF_ERROR(CheckRange("burst", bucket.burst, 1, kMaxTokens));
  BACKLINKS_RETURN_IF_ERROR(CheckDuration("window", bucket.window, kMaxWindow));
  BACKLINKS_RETURN_IF_ERROR(
      CheckDuration("time to fill the bucket",
                    absl::Microseconds(bucket.interval_us() * bucket.burst),
                    kMaxDuration, absl::ZeroDuration()));
  return CheckRange("count", count, 1, bucket.burst);
}

}  // namespace backlinks::state
