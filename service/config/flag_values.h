// Parses the values of flags, each within bounds.
//
// Errors: INVALID_ARGUMENT "must be …". The message does not contain the text
//         unless noted.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAG_VALUES_H_
#define BACKLINKS_SERVICE_CONFIG_FLAG_VALUES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/common/column/column.h"

namespace backlinks::config {

absl::StatusOr<int64_t> ReadNumber(std::string_view text, int64_t min,
                                   int64_t max);

// Parses "true" or "false".
absl::StatusOr<bool> ReadBool(std::string_view text);

// Parses a size in bytes: "98304", "96KiB", "1MiB"; KB and MB are powers of
// 1000.
absl::StatusOr<int64_t> ReadSize(std::string_view text, int64_t min,
                                 int64_t max);

// Parses a duration: "250ms", "5s", "2m", "1h30m". A number without a unit is
// in seconds.
absl::StatusOr<absl::Duration> ReadDuration(std::string_view text,
                                            absl::Duration min,
                                            absl::Duration max);

// Parses comma-separated names of columns, with optional blanks around them.
// The result is empty if the text is empty. The error contains the first
// unknown name.
absl::StatusOr<ColumnSet> ReadColumns(std::string_view text);

// Checks for "HOST:PORT" with port 0 to 65535, IPv6 in brackets.
absl::Status CheckHostPort(std::string_view text);

// Checks for "HOST:PORT" as above, or "unix:PATH".
absl::Status CheckListenAddress(std::string_view text);

// Checks for "live", "all_time" or "since:YYYY-MM-DD".
absl::Status CheckHistory(std::string_view text);

// Formats a size for the help: "96KiB", "1000".
std::string SizeText(int64_t bytes);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_FLAG_VALUES_H_
