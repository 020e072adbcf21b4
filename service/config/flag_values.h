// Reads the values of flags from text, each within bounds.
//
// Errors: INVALID_ARGUMENT: "must be …", without the text itself but where
//         it says so.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAG_VALUES_H_
#define BACKLINKS_SERVICE_CONFIG_FLAG_VALUES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/model/column.h"

namespace backlinks {

absl::StatusOr<int64_t> ReadNumber(std::string_view text, int64_t min,
                                   int64_t max);

// Bytes: "98304", "96KiB", "1MiB"; KB and MB are powers of 1000.
absl::StatusOr<int64_t> ReadSize(std::string_view text, int64_t min,
                                 int64_t max);

// "250ms", "5s", "2m", "1h30m"; a bare number is seconds.
absl::StatusOr<absl::Duration> ReadDuration(std::string_view text,
                                            absl::Duration min,
                                            absl::Duration max);

// Names of columns by commas, blanks around them allowed; "": none. The error
// tells the first name that is none.
absl::StatusOr<ColumnSet> ReadColumns(std::string_view text);

// "HOST:PORT" with port 0 to 65535, IPv6 in brackets.
absl::Status CheckHostPort(std::string_view text);

// The same or "unix:PATH".
absl::Status CheckListenAddress(std::string_view text);

// "live", "all_time" or "since:YYYY-MM-DD".
absl::Status CheckHistory(std::string_view text);

// A size as it is written in help: "96KiB", "1000".
std::string SizeText(int64_t bytes);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_FLAG_VALUES_H_
