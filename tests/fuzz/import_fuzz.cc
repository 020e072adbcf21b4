// Any bytes as a file of rows for the embedded upstream, plain or compressed:
// an error that names the file, or a database with as many rows as reported.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>

#include "fmt/format.h"
#include "service/common/text/utf8.h"
#include "service/embedded/database.h"
#include "service/embedded/importer.h"
#include "tests/fuzz/check.h"

namespace backlinks::fuzz {
namespace {

// The bytes as a file that has a name.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes)
      : descriptor_(memfd_create("rows", MFD_CLOEXEC)) {
    BACKLINKS_FUZZ_CHECK(write(descriptor_, bytes.data(), bytes.size()) ==
                         static_cast<ssize_t>(bytes.size()));
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const {
    return fmt::format("/proc/self/fd/{}", descriptor_);
  }

 private:
  int descriptor_;
};

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    if (text::ConsumeCharacter(text).code_point < 0) return false;
  }
  return true;
}

// Every text of a row is UTF-8, whatever the encoding of the file.
void CheckRows(embedded::Database& database,
               const embedded::ImportReport& report) {
  auto rows = database.Prepare("SELECT * FROM refpages");
  BACKLINKS_FUZZ_CHECK(rows.ok());
  int64_t count = 0;
  auto row = rows->Step();
  for (; row.ok() && *row; row = rows->Step()) {
    for (int i = 0; i < rows->column_count(); ++i) {
      BACKLINKS_FUZZ_CHECK(rows->column_type(i) != SQLITE_TEXT ||
                           IsUtf8(rows->text(i)));
    }
    ++count;
  }
  BACKLINKS_FUZZ_CHECK(row.ok());
  BACKLINKS_FUZZ_CHECK(count == report.row_count);
}

void CheckReport(const embedded::ImportReport& report) {
  const embedded::CellCounts& cells = report.malformed_cells;
  const auto sum = std::accumulate(cells.begin(), cells.end(), int64_t{0});
  BACKLINKS_FUZZ_CHECK(sum <= report.row_count * kColumnCount);
  BACKLINKS_FUZZ_CHECK(embedded::DescribeMalformedCells(cells).empty() ==
                       (sum == 0));
}

void FuzzImport(std::string_view bytes) {
  const MemoryFile file(bytes);
  auto database = embedded::Database::Create(":memory:");
  BACKLINKS_FUZZ_CHECK(database.ok());
  const auto report = embedded::ImportInto({file.path()}, *database);
  if (report.ok()) {
    CheckReport(*report);
    return CheckRows(*database, *report);
  }
  BACKLINKS_FUZZ_CHECK(absl::IsInvalidArgument(report.status()));
  const std::string message(report.status().message());
  BACKLINKS_FUZZ_CHECK(message.starts_with(file.path()));
}

}  // namespace
}  // namespace backlinks::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  backlinks::fuzz::FuzzImport({reinterpret_cast<const char*>(data), size});
  return 0;
}
