#include "service/embedded/database.h"

#include <utility>

#include "fmt/format.h"
#include "service/common/column/column.h"
#include "service/common/text/word.h"
#include "service/embedded/ahrefs_v3/functions.h"
#include "service/embedded/descriptor_vfs.h"
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

absl::Status ErrorOf(sqlite3* db) {
  const bool is_full = sqlite3_errcode(db) == SQLITE_FULL;
  return {is_full ? absl::StatusCode::kResourceExhausted
                  : absl::StatusCode::kInternal,
          sqlite3_errmsg(db)};
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

std::string_view SqlTypeOf(ColumnType type) {
  switch (type) {
    case ColumnType::kInt64:
    case ColumnType::kBool:
      return "INTEGER";
    case ColumnType::kTimestamp:
      return "TEXT COLLATE backlinks_time";
    case ColumnType::kString:
    case ColumnType::kLinkType:
      break;
  }
  return "TEXT";
}

std::string SchemaOf() {
  std::string sql = "CREATE TABLE refpages (id INTEGER PRIMARY KEY";
  for (const Column& column : AllColumns()) {
    sql += fmt::format(", \"{}\" {}", column.name, SqlTypeOf(column.type));
  }
  return sql + ", target_host TEXT NOT NULL, target_path TEXT NOT NULL)";
}

}  // namespace

void Statement::Bind(int index, const SqlValue& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) {
    sqlite3_bind_int64(statement_.get(), index, *number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_bind_double(statement_.get(), index, *real);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    sqlite3_bind_text64(statement_.get(), index, text->data(), text->size(),
                        SQLITE_TRANSIENT, SQLITE_UTF8);
  } else {
    sqlite3_bind_null(statement_.get(), index);
  }
}

absl::StatusOr<bool> Statement::Step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  return ErrorOf(sqlite3_db_handle(statement_.get()));
}

std::string_view Statement::text(int index) const {
  const auto* text = reinterpret_cast<const char*>(
      sqlite3_column_text(statement_.get(), index));
  return text == nullptr ? std::string_view()
                         : std::string_view(text, sqlite3_column_bytes(
                                                      statement_.get(), index));
}

absl::StatusOr<Database> Database::OpenFile(const std::string& path, int flags,
                                            const char* vfs) {
  sqlite3* db = nullptr;
  const int result =
      sqlite3_open_v2(path.c_str(), &db, flags | SQLITE_OPEN_NOMUTEX, vfs);
  Database database(db);
  if (result != SQLITE_OK)
    return absl::InvalidArgumentError(sqlite3_errmsg(db));
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
      SchemaOf();
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
  const auto table = database->Prepare("SELECT id FROM refpages LIMIT 1");
  if (!table.ok()) return absl::InvalidArgumentError(table.status().message());
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

absl::Status Database::Run(const std::string& sql) {
  return sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) ==
                 SQLITE_OK
             ? absl::OkStatus()
             : ErrorOf(db_.get());
}

absl::StatusOr<Statement> Database::Prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db_.get(), sql.c_str(), static_cast<int>(sql.size()),
                         &statement, nullptr) != SQLITE_OK) {
    return ErrorOf(db_.get());
  }
  return Statement(statement);
}

void Database::AddFunctions() {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
  const auto add = [this](const char* name, auto function) {
    sqlite3_create_function(db_.get(), name, 2, kFlags, nullptr, function,
                            nullptr, nullptr);
  };
  add("v2_substring", &Call<Contains>);
  add("v2_word", &Call<text::HasWord>);
  add("v2_subdomain", &Call<HostIsBelow>);
  ahrefs_v3::AddV3Functions(db_.get());
  sqlite3_create_collation(db_.get(), kTimeCollation, SQLITE_UTF8, nullptr,
                           &CompareTimes);
}

}  // namespace backlinks::embedded
