#include "service/embedded/csv_parser.h"

#include "fmt/format.h"

namespace backlinks::embedded {
namespace {

constexpr size_t kMaxRecordBytes = 16 << 20;

}  // namespace

absl::StatusOr<bool> CsvParser::Add(std::string_view line) {
  if (in_quotes_) {
    cells_.back() += '\n';
  } else {
    cells_.assign(1, "");
    record_bytes_ = 0;
  }
  record_bytes_ += line.size();
  if (record_bytes_ > kMaxRecordBytes) {
    return absl::InvalidArgumentError(
        fmt::format("a record above {} bytes", kMaxRecordBytes));
  }
  AddCharacters(line);
  return !in_quotes_;
}

void CsvParser::AddCharacters(std::string_view line) {
  for (size_t i = 0; i < line.size(); ++i) {
    std::string& cell = cells_.back();
    const char c = line[i];
    if (in_quotes_ && c == '"' && line.substr(i + 1).starts_with('"')) {
      cell += line[++i];
    } else if (c == '"' && (in_quotes_ || cell.empty())) {
      in_quotes_ = !in_quotes_;
    } else if (c == separator_ && !in_quotes_) {
      cells_.emplace_back();
    } else {
      cell += c;
    }
  }
}

}  // namespace backlinks::embedded
