#include "service/embedded/database.h"

#include <sqlite3.h>

#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "service/common/text/word.h"
#include "service/embedded/ahrefs_v3/functions.h"
#include "service/embedded/descriptor_vfs.h"
#include "service/embedded/schema.h"
#include "service/embedded/target_key.h"

namespace backlinks::embedded {
namespace {

std::string_view TextOf(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return text == nullptr ? std::string_view()
                         : std::string_view(text, sqlite3_value_bytes(value));
}

// Calls a function of two texts that returns a bool, as an SQLite function.
template <bool (*kFunction)(std::string_view, std::string_view)>
void Call(sqlite3_context* context, int, sqlite3_value** values) {
  sqlite3_result_int(context,
                     kFunction(TextOf(values[0]), TextOf(values[1])) ? 1 : 0);
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

bool HostIsBelow(std::string_view url, std::string_view domain) {
  const std::string host = MakeTargetKey(url).reversed_host;
  return host.rfind(MakeTargetKey(domain).reversed_host, 0) == 0;
}

// Adds the path to an error.
absl::StatusOr<Database> Named(const std::string& path,
                               absl::StatusOr<Database> database) {
  if (database.ok()) return database;
  const absl::Status& status = database.status();
  return absl::Status(
      status.code(),
      fmt::format("{}: {}", path, std::string(status.message())));
}

// Sorts times in the format of RowInserter. Without the "Z" a whole second is a
// prefix of its fractions, and so is sorted before them.
constexpr char kTimeCollation[] = "backlinks_time";
int CompareTimes(void*, int a_size, const void* a, int b_size, const void* b) {
  const auto time = [](const void* text, int size) {
    std::string_view view(static_cast<const char*>(text), size);
    if (view.ends_with('Z')) view.remove_suffix(1);
    return view;
  };
  return time(a, a_size).compare(time(b, b_size));
}

template <std::string TargetKey::*kPart>
void CallTargetKey(sqlite3_context* context, int, sqlite3_value** values) {
  const std::string part = MakeTargetKey(TextOf(values[0])).*kPart;
  sqlite3_result_text64(context, part.data(), part.size(), SQLITE_TRANSIENT,
                        SQLITE_UTF8);
}

}  // namespace

absl::StatusOr<Database> Database::OpenFile(const std::string& path, int flags,
                                            const char* vfs) {
  auto connection = sqlite::Connection::Open(path, flags, vfs);
  if (!connection.ok()) {
    return absl::InvalidArgumentError(connection.status().message());
  }
  Database database(*std::move(connection));
  database.AddFunctions();
  return database;
}

absl::StatusOr<Database> Database::CreateAt(const std::string& name,
                                            const char* vfs) {
  auto database =
      OpenFile(name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs);
  if (!database.ok()) return database;
  // Durability is not needed, because the file can be created again.
  const std::string sql =
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
      "PRAGMA cache_size = -65536; " +
      CreateTablesSql();
  if (absl::Status status = database->Run(sql); !status.ok()) return status;
  return database;
}

absl::StatusOr<Database> Database::OpenAt(const std::string& name,
                                          const char* vfs) {
  auto database = OpenFile(name, SQLITE_OPEN_READONLY, vfs);
  if (!database.ok()) return database;
  // Every stream has a connection, so each has a small cache. The system's page
  // cache serves all of them.
  if (absl::Status status = database->Run("PRAGMA cache_size = -256");
      !status.ok()) {
    return absl::InvalidArgumentError(status.message());
  }
  if (absl::Status status = CheckTables(database->connection_); !status.ok()) {
    return status;
  }
  return database;
}

absl::StatusOr<Database> Database::Create(const std::string& path) {
  return Named(path, CreateAt(path, nullptr));
}

absl::StatusOr<Database> Database::CreateIn(int descriptor) {
  return CreateAt(DescriptorName(descriptor), DescriptorVfs());
}

absl::StatusOr<Database> Database::Open(const std::string& path) {
  return Named(path, OpenAt(path, nullptr));
}

absl::StatusOr<Database> Database::OpenIn(int descriptor) {
  return OpenAt(DescriptorName(descriptor), DescriptorVfs());
}

void Database::AddFunctions() {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
  const auto add = [this](const char* name, auto function) {
    sqlite3_create_function(connection_.handle(), name, 2, kFlags, nullptr,
                            function, nullptr, nullptr);
  };
  add("v2_substring", &Call<Contains>);
  add("v2_word", &Call<text::HasWord>);
  add("v2_subdomain", &Call<HostIsBelow>);
  const auto add_key = [this](const char* name, auto function) {
    sqlite3_create_function(connection_.handle(), name, 1, kFlags, nullptr,
                            function, nullptr, nullptr);
  };
  add_key("target_host_of", &CallTargetKey<&TargetKey::reversed_host>);
  add_key("target_path_of", &CallTargetKey<&TargetKey::path>);
  ahrefs_v3::AddV3Functions(connection_.handle());
  sqlite3_create_collation(connection_.handle(), kTimeCollation, SQLITE_UTF8,
                           nullptr, &CompareTimes);
}

}  // namespace backlinks::embedded
