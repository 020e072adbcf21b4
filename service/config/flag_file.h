// Reads the file that --flagfile names: one "name = value" per line.
//
//   # A comment.
//   page_rows = 500             # A comment after white space.
//   --listen=127.0.0.1:50051    # As on the command line.
//   log_file = "/var/log/#1"    # Between "…" or '…', everything is literal.
//
// The format is read here and not by CLI11, which reads TOML: there, a "#" or a
// "." has another meaning than people expect in a value, and its errors have no
// line and name its own parts.
// Format:  lines end with LF or CRLF; a byte order mark at the start is
//          skipped. White space around names and values is ignored, and an
//          empty value is allowed. A quoted value has no escape sequences.
// Limits:  1 MiB.
// Errors:  "FILE:LINE: what is wrong", without the value, which may be a
// secret. Threads: stateless.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAG_FILE_H_
#define BACKLINKS_SERVICE_CONFIG_FLAG_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace backlinks::config {

struct FlagLine {
  int number = 0;  // From 1.
  std::string name;
  std::string value;
};

// Parses the content of the file; `path` is for errors. Names may occur several
// times, and need not be those of flags.
absl::StatusOr<std::vector<FlagLine>> ParseFlagFile(std::string_view text,
                                                    const std::string& path);

absl::StatusOr<std::vector<FlagLine>> ReadFlagFile(const std::string& path);

// Returns "--flagfile FILE:LINE".
std::string FlagFilePlace(const std::string& path, int line);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_FLAG_FILE_H_
