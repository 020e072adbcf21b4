#include "service/embedded/data_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>

#include "fmt/format.h"
#include "service/embedded/compressed_file.h"
#include "service/embedded/importer.h"

namespace backlinks::embedded {
namespace {

constexpr size_t kUnpackBytes = 128 << 10;
constexpr std::string_view kSqliteMagic = "SQLite format 3";

absl::Status About(const std::string& path, const absl::Status& status) {
  return {status.code(),
          fmt::format("{}: {}", path, std::string(status.message()))};
}

absl::StatusOr<bool> IsSqlite(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return absl::NotFoundError(
        fmt::format("{}: {}", path, std::strerror(errno)));
  }
  std::string magic(kSqliteMagic.size(), '\0');
  file.read(magic.data(), static_cast<std::streamsize>(magic.size()));
  return magic == kSqliteMagic;
}

// Reads a block, which fills the buffer unless the file ends before.
absl::StatusOr<std::string_view> ReadBlock(CompressedFile& file,
                                           std::string& buffer) {
  size_t size = 0;
  while (size < buffer.size()) {
    const auto got = file.Read(buffer.data() + size, buffer.size() - size);
    if (!got.ok()) return got.status();
    if (*got == 0) break;
    size += *got;
  }
  return std::string_view(buffer.data(), size);
}

// Imports the rows of `path`. Returns which of their cells are malformed.
absl::StatusOr<std::string> ImportToDescriptor(const std::string& path,
                                               int descriptor) {
  auto database = Database::CreateIn(descriptor);
  if (!database.ok()) return database.status();
  const auto report = ImportInto({path}, *database);
  if (!report.ok()) return report.status();
  return DescribeMalformedCells(report->malformed_cells);
}

absl::StatusOr<std::string> ImportToFile(const std::string& path,
                                         TemporaryFile& out) {
  auto note = ImportToDescriptor(path, out.descriptor());
  const absl::Status& status = note.status();
  if (!absl::IsResourceExhausted(status)) return note;
  return absl::UnavailableError(
      fmt::format("{}: cannot be imported into {} (TMPDIR): {}", path,
                  out.folder(), std::string(status.message())));
}

// Writes a database to `out`: the decompressed content of `path`, or its
// imported rows. Returns the text of DataFile::import_note.
absl::StatusOr<std::string> UnpackToFile(const std::string& path,
                                         TemporaryFile& out) {
  auto packed = CompressedFile::Open(path);
  if (!packed.ok()) return packed.status();
  std::string buffer(kUnpackBytes, '\0');
  auto block = ReadBlock(*packed, buffer);
  if (block.ok() && !block->starts_with(kSqliteMagic)) {
    return ImportToFile(path, out);
  }
  while (block.ok() && !block->empty()) {
    if (absl::Status status = out.Write(*block); !status.ok()) {
      return About(path, status);
    }
    block = ReadBlock(*packed, buffer);
  }
  if (!block.ok()) return About(path, block.status());
  return std::string();
}

}  // namespace

absl::StatusOr<DataFile> DataFile::Open(const std::string& path) {
  DataFile data(path);
  const auto is_sqlite = IsSqlite(path);
  if (!is_sqlite.ok()) return is_sqlite.status();
  if (!*is_sqlite) {
    if (absl::Status status = data.Unpack(); !status.ok()) return status;
  }
  const auto database = data.Connect();
  if (!database.ok()) return database.status();
  return data;
}

absl::Status DataFile::Unpack() {
  auto file = TemporaryFile::Create();
  if (!file.ok()) return About(path_, file.status());
  unpacked_.emplace(*std::move(file));
  auto note = UnpackToFile(path_, *unpacked_);
  if (!note.ok()) return note.status();
  import_note_ = *std::move(note);
  return absl::OkStatus();
}

absl::StatusOr<Database> DataFile::Connect() const {
  if (!unpacked_) return Database::Open(path_);
  auto database = Database::OpenIn(unpacked_->descriptor());
  if (!database.ok()) return About(path_, database.status());
  return database;
}

std::string DataFile::Version() const {
  if (unpacked_) return "unpacked";  // Nobody else can change it.
  struct stat file;
  if (stat(path_.c_str(), &file) != 0) return "";
  return fmt::format("{}:{}:{}:{}.{}", file.st_dev, file.st_ino, file.st_size,
                     file.st_mtim.tv_sec, file.st_mtim.tv_nsec);
}

}  // namespace backlinks::embedded
