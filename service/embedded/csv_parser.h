// Parses CSV (RFC 4180, with any separator) line by line.
//
// Errors:  a record exceeds 16 MiB. A quoted cell may span lines.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EMBEDDED_CSV_PARSER_H_
#define BACKLINKS_SERVICE_EMBEDDED_CSV_PARSER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace backlinks::embedded {

class CsvParser {
 public:
  explicit CsvParser(char separator) : separator_(separator) {}

  // Parses a line, without its line break. Returns whether the record ends with
  // it.
  absl::StatusOr<bool> Add(std::string_view line);

  // Returns the cells of the last record, unquoted.
  const std::vector<std::string>& cells() const { return cells_; }

 private:
  void AddCharacters(std::string_view line);

  const char separator_;
  std::vector<std::string> cells_;
  size_t record_bytes_ = 0;
  bool in_quotes_ = false;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_CSV_PARSER_H_
