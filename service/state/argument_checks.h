// Checks the arguments of SharedState's operations. Every implementation calls
// these first, so that all reject the same arguments.
//
// Errors: INVALID_ARGUMENT, with the name of the argument.
#ifndef BACKLINKS_SERVICE_STATE_ARGUMENT_CHECKS_H_
#define BACKLINKS_SERVICE_STATE_ARGUMENT_CHECKS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/state/budget.h"
#include "service/state/token_bucket.h"

namespace backlinks::state {

absl::Status CheckGetValue(std::string_view key);
absl::Status CheckPutValue(std::string_view key, std::string_view bytes,
                           absl::Duration time_to_live);
// Of ReleaseLease.
absl::Status CheckLease(std::string_view name, std::string_view token);
// Of AcquireLease and ExtendLease.
absl::Status CheckLease(std::string_view name, std::string_view token,
                        absl::Duration duration);
absl::Status CheckReserve(const Reservation& reservation);
// The error of Reserve if this counter of the reservation expires before its
// lease ends, which only the backend knows.
absl::Status ExpiresTooEarly(size_t index);
absl::Status CheckSettle(std::string_view id, int64_t amount);
absl::Status CheckReadCounters(const std::vector<std::string>& names);
absl::Status CheckTake(std::string_view name, const TokenBucket& bucket,
                       int64_t count);

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_ARGUMENT_CHECKS_H_
