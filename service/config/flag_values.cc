#include "service/config/flag_values.h"

#include <algorithm>
#include <cstddef>

#include "CLI/Error.hpp"
#include "CLI/Validators.hpp"
#if __has_include("CLI/ExtraValidators.hpp")
#include "CLI/ExtraValidators.hpp"
#endif
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "fmt/format.h"

namespace backlinks::config {
namespace {

// The maximum length of the path of a Unix socket, see unix(7).
constexpr size_t kMaxSocketPath = 107;
constexpr std::string_view kUnix = "unix:";
constexpr std::string_view kSince = "since:";
constexpr int64_t kKiB = 1024;

absl::Status MustBe(std::string_view what) {
  const std::string message = fmt::format("must be {}", what);
  return absl::InvalidArgumentError(message);
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  });
}

// Returns whether the text is a day that exists in the calendar, with all
// digits.
bool IsDay(std::string_view text) {
  absl::CivilDay day;
  return absl::ParseCivilTime({text.data(), text.size()}, &day) &&
         absl::FormatCivilTime(day) == text;
}

std::string DurationText(absl::Duration duration) {
  return absl::FormatDuration(duration);
}

}  // namespace

absl::StatusOr<int64_t> ReadNumber(std::string_view text, int64_t min,
                                   int64_t max) {
  int64_t value = 0;
  if (!absl::SimpleAtoi(std::string(text), &value) || value < min ||
      value > max) {
    return MustBe(fmt::format("a whole number from {} to {}", min, max));
  }
  return value;
}

absl::StatusOr<bool> ReadBool(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return MustBe("true or false");
}

absl::StatusOr<int64_t> ReadSize(std::string_view text, int64_t min,
                                 int64_t max) {
  absl::Status wrong =
      MustBe(fmt::format("a size from {} to {}, such as 4096, 64KiB or 1MiB",
                         SizeText(min), SizeText(max)));
  // CLI11 would accept "-1" and "1.5KiB", with other meanings.
  if (text.empty() || text[0] < '0' || text[0] > '9') return wrong;
  std::string value(text);
  try {
    const CLI::AsSizeValue to_bytes(true);
    if (!to_bytes(value).empty()) return wrong;
  } catch (const CLI::Error&) {
    return wrong;
  }
  int64_t bytes = 0;
  if (!absl::SimpleAtoi(value, &bytes) || bytes < min || bytes > max) {
    return wrong;
  }
  return bytes;
}

absl::StatusOr<absl::Duration> ReadDuration(std::string_view text,
                                            absl::Duration min,
                                            absl::Duration max) {
  std::string value(text);
  if (IsDigits(text)) value += 's';
  absl::Duration duration;
  if (!absl::ParseDuration(value, &duration) || duration < min ||
      duration > max) {
    return MustBe(
        fmt::format("a duration from {} to {}, such as 250ms, 5s or 2m",
                    DurationText(min), DurationText(max)));
  }
  return duration;
}

absl::StatusOr<ColumnSet> ReadColumns(std::string_view text) {
  ColumnSet columns;
  const absl::string_view names(text.data(), text.size());
  if (absl::StripAsciiWhitespace(names).empty()) return columns;
  for (absl::string_view name : absl::StrSplit(names, ',')) {
    name = absl::StripAsciiWhitespace(name);
    const Column* column = FindColumn({name.data(), name.size()});
    if (column == nullptr) {
      return MustBe(fmt::format(
          "names of columns by commas, and there is no column \"{}\"",
          std::string(name)));
    }
    columns.set(column->number);
  }
  return columns;
}

absl::Status CheckHostPort(std::string_view text) {
  absl::Status wrong = MustBe(
      "HOST:PORT with a port from 0 to 65535, such as 127.0.0.1:8080 or "
      "[::1]:8080");
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return wrong;
  const std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (!IsDigits(port) || !ReadNumber(port, 0, 65535).ok()) return wrong;
  const bool bracketed = host.front() == '[' && host.back() == ']';
  if (!bracketed && host.find(':') != std::string_view::npos) return wrong;
  if (host.find_first_of(" \t\r\n/") != std::string_view::npos) return wrong;
  return absl::OkStatus();
}

absl::Status CheckListenAddress(std::string_view text) {
  if (text.substr(0, kUnix.size()) == kUnix) {
    const size_t path_size = text.size() - kUnix.size();
    if (path_size > 0 && path_size <= kMaxSocketPath) return absl::OkStatus();
    return MustBe("unix:PATH with a path of 1 to 107 bytes");
  }
  if (CheckHostPort(text).ok()) return absl::OkStatus();
  return MustBe(
      "HOST:PORT with a port from 0 to 65535, such as 127.0.0.1:50051 or "
      "[::1]:50051, or unix:PATH");
}

absl::Status CheckHistory(std::string_view text) {
  if (text == "live" || text == "all_time") return absl::OkStatus();
  if (text.substr(0, kSince.size()) == kSince &&
      IsDay(text.substr(kSince.size()))) {
    return absl::OkStatus();
  }
  return MustBe("one of live, all_time, since:YYYY-MM-DD");
}

std::string SizeText(int64_t bytes) {
  if (bytes == 0 || bytes % kKiB != 0) return fmt::format("{}", bytes);
  if (bytes % (kKiB * kKiB) != 0) return fmt::format("{}KiB", bytes / kKiB);
  return fmt::format("{}MiB", bytes / (kKiB * kKiB));
}

}  // namespace backlinks::config
