#include "service/embedded/pending_database.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "fmt/format.h"
#include "service/sqlite/connection.h"

namespace backlinks::embedded {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPartSuffix = ".part";
constexpr mode_t kDefaultMode = 0666;

absl::Status WriteError(const std::string& path, int error) {
  return absl::InvalidArgumentError(
      fmt::format("cannot write {}: {}", path, std::strerror(error)));
}

// Also for a database of an older version, whose rows had the target's columns.
bool IsDatabaseOfOurs(const std::string& path) {
  auto database = sqlite::Connection::Open(path, SQLITE_OPEN_READONLY);
  if (!database.ok()) return false;
  return database->Prepare("SELECT target_host, target_path FROM targets")
             .ok() ||
         database->Prepare("SELECT target_host, target_path FROM refpages")
             .ok();
}

// Returns whether the file at `path` may be replaced.
bool IsReplaceable(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return true;
  return fs::is_regular_file(status) &&
         (fs::is_empty(path, error) || IsDatabaseOfOurs(path));
}

// Returns the mode that open() gives to new files.
mode_t ModeOfNewFiles() {
  const mode_t mask = umask(0);
  umask(mask);
  return kDefaultMode & ~mask;
}

}  // namespace

absl::StatusOr<PendingDatabase> PendingDatabase::Create(
    const std::string& path) {
  if (!IsReplaceable(path)) {
    return absl::InvalidArgumentError(
        fmt::format("{} exists and is not a database of the importer; remove "
                    "it or give another --out",
                    path));
  }
  std::string part = fmt::format("{}.XXXXXX{}", path, kPartSuffix);
  const int descriptor =
      mkstemps(part.data(), static_cast<int>(kPartSuffix.size()));
  if (descriptor < 0) return WriteError(path, errno);
  fchmod(descriptor, ModeOfNewFiles());
  close(descriptor);
  return PendingDatabase(path, std::move(part));
}

PendingDatabase::~PendingDatabase() {
  if (!part_.empty()) std::remove(part_.c_str());
}

absl::Status PendingDatabase::Commit() {
  if (std::rename(part_.c_str(), path_.c_str()) != 0) {
    return WriteError(path_, errno);
  }
  part_.clear();
  return absl::OkStatus();
}

}  // namespace backlinks::embedded
