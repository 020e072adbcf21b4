#include "service/embedded/descriptor_vfs.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "absl/strings/numbers.h"
#include "fmt/format.h"

namespace backlinks::embedded {
namespace {

constexpr char kVfsName[] = "backlinks_descriptor";
// Journals with such names never exist, so SQLite finds none to roll back.
constexpr std::string_view kDescriptorPrefix = "/proc/self/fd/";

struct DescriptorFile {
  sqlite3_file base;  // First member: SQLite's pointer to the file.
  int descriptor;
  bool read_only;
};

const DescriptorFile& FileOf(const sqlite3_file* file) {
  return *reinterpret_cast<const DescriptorFile*>(file);
}

int CloseFile(sqlite3_file*) { return SQLITE_OK; }

int ReadFile(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
  auto* const bytes = static_cast<char*>(buffer);
  int done = 0;
  while (done < size) {
    const ssize_t got = pread(FileOf(file).descriptor, bytes + done,
                              size - done, offset + done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SQLITE_IOERR_READ;
    if (got == 0) break;
    done += static_cast<int>(got);
  }
  if (done == size) return SQLITE_OK;
  std::memset(bytes + done, 0, size - done);
  return SQLITE_IOERR_SHORT_READ;
}

int WriteFile(sqlite3_file* file, const void* buffer, int size,
              sqlite3_int64 offset) {
  const auto* const bytes = static_cast<const char*>(buffer);
  int done = 0;
  while (done < size) {
    const ssize_t put = pwrite(FileOf(file).descriptor, bytes + done,
                               size - done, offset + done);
    if (put >= 0) {
      done += static_cast<int>(put);
    } else if (errno != EINTR) {
      const bool is_full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
      return is_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
  }
  return SQLITE_OK;
}

int TruncateFile(sqlite3_file* file, sqlite3_int64 size) {
  return ftruncate(FileOf(file).descriptor, size) == 0 ? SQLITE_OK
                                                       : SQLITE_IOERR_TRUNCATE;
}

// Syncing is not needed, because the file does not outlive the process.
int SyncFile(sqlite3_file*, int) { return SQLITE_OK; }

int SizeOfFile(sqlite3_file* file, sqlite3_int64* size) {
  struct stat status {};
  if (fstat(FileOf(file).descriptor, &status) != 0) return SQLITE_IOERR_FSTAT;
  *size = status.st_size;
  return SQLITE_OK;
}

int LockFile(sqlite3_file*, int) { return SQLITE_OK; }

int CheckReservedLock(sqlite3_file*, int* is_reserved) {
  *is_reserved = 0;
  return SQLITE_OK;
}

int ControlFile(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }

int SectorSize(sqlite3_file*) { return 4096; }

int Characteristics(sqlite3_file* file) {
  return FileOf(file).read_only ? SQLITE_IOCAP_IMMUTABLE : 0;
}

constexpr sqlite3_io_methods kMethods = {
    .iVersion = 1,
    .xClose = CloseFile,
    .xRead = ReadFile,
    .xWrite = WriteFile,
    .xTruncate = TruncateFile,
    .xSync = SyncFile,
    .xFileSize = SizeOfFile,
    .xLock = LockFile,
    .xUnlock = LockFile,
    .xCheckReservedLock = CheckReservedLock,
    .xFileControl = ControlFile,
    .xSectorSize = SectorSize,
    .xDeviceCharacteristics = Characteristics,
};

int OpenDescriptor(sqlite3_vfs*, const char* name, sqlite3_file* file,
                   int flags, int* out_flags) {
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) {
    sqlite3_vfs* const ordinary = sqlite3_vfs_find(nullptr);
    return ordinary->xOpen(ordinary, name, file, flags, out_flags);
  }
  file->pMethods = nullptr;
  std::string_view number(name);
  if (!number.starts_with(kDescriptorPrefix)) return SQLITE_CANTOPEN;
  number.remove_prefix(kDescriptorPrefix.size());
  auto& opened = *reinterpret_cast<DescriptorFile*>(file);
  if (!absl::SimpleAtoi({number.data(), number.size()}, &opened.descriptor)) {
    return SQLITE_CANTOPEN;
  }
  opened.read_only = (flags & SQLITE_OPEN_READONLY) != 0;
  opened.base.pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

// The default VFS would resolve the link in /proc to a name that does not
// exist.
int KeepPathname(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

sqlite3_vfs* MakeVfs() {
  static sqlite3_vfs vfs = *sqlite3_vfs_find(nullptr);
  vfs.zName = kVfsName;
  vfs.pNext = nullptr;
  vfs.szOsFile =
      std::max(vfs.szOsFile, static_cast<int>(sizeof(DescriptorFile)));
  vfs.xOpen = OpenDescriptor;
  vfs.xFullPathname = KeepPathname;
  return &vfs;
}

}  // namespace

const char* DescriptorVfs() {
  static const int registered = sqlite3_vfs_register(MakeVfs(), 0);
  return registered == SQLITE_OK ? kVfsName : nullptr;
}

std::string DescriptorName(int descriptor) {
  return fmt::format("{}{}", kDescriptorPrefix, descriptor);
}

}  // namespace backlinks::embedded
