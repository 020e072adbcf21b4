#include "service/embedded/importer.h"

#include <optional>

#include "boost/json/monotonic_resource.hpp"
#include "boost/json/parse.hpp"
#include "fmt/format.h"
#include "service/embedded/database.h"
#include "service/embedded/line_reader.h"
#include "service/embedded/output_file.h"
#include "service/embedded/target_key.h"
#include "service/embedded/v2_literal.h"
#include "service/model/column.h"

namespace backlinks {
namespace {

namespace json = boost::json;

constexpr int kHostIndex = kColumnCount + 1;
constexpr int kPathIndex = kColumnCount + 2;

constexpr char kIndexes[] =
    "CREATE INDEX by_host ON refpages (target_host, target_path); ANALYZE;";

std::string InsertSql() {
  std::string names;
  std::string marks;
  for (const Column& column : AllColumns()) {
    names += fmt::format("\"{}\", ", column.name);
    marks += "?, ";
  }
  return fmt::format(
      "INSERT INTO refpages ({}target_host, target_path) VALUES ({}?, ?)",
      names, marks);
}

// The cell as SQLite holds it; nothing: it does not fit the column's type.
std::optional<SqlValue> ToSql(const json::value& value, ColumnType type) {
  if (value.is_null()) return SqlValue();
  switch (type) {
    case ColumnType::kInt64:
      if (!value.is_int64()) return std::nullopt;
      return SqlValue(value.get_int64());
    case ColumnType::kBool:
      if (!value.is_bool()) return std::nullopt;
      return SqlValue(int64_t{value.get_bool()});
    case ColumnType::kTimestamp: {
      if (!value.is_string()) return std::nullopt;
      const auto date = CanonicalDate(value.get_string());
      return date ? std::optional<SqlValue>(*date) : std::nullopt;
    }
    case ColumnType::kString:
    case ColumnType::kLinkType:
      break;
  }
  if (!value.is_string()) return std::nullopt;
  return SqlValue(std::string(value.get_string()));
}

class Importer {
 public:
  Importer(Database& database, Statement insert)
      : database_(database), insert_(std::move(insert)) {}

  absl::Status ImportFile(const std::string& file) {
    auto reader = LineReader::Open(file);
    if (!reader.ok()) return reader.status();
    for (int64_t number = 1;; ++number) {
      const auto line = reader->Next();
      absl::Status status = line.status();
      if (status.ok() && !line->has_value()) return status;
      if (status.ok() && !(*line)->empty()) status = ImportLine(**line);
      // A full disk is no fault of the line.
      if (absl::IsResourceExhausted(status)) return status;
      if (!status.ok()) {
        return absl::InvalidArgumentError(fmt::format(
            "{}:{}: {}", file, number, std::string(status.message())));
      }
    }
  }

  absl::StatusOr<int64_t> Finish() {
    if (absl::Status status = database_.Run("COMMIT"); !status.ok()) {
      return status;
    }
    if (absl::Status status = database_.Run(kIndexes); !status.ok()) {
      return status;
    }
    return rows_;
  }

 private:
  absl::Status ImportLine(std::string_view line) {
    json::monotonic_resource memory(space_, sizeof(space_));
    json::error_code error;
    const json::value row =
        json::parse({line.data(), line.size()}, error, &memory);
    if (error) return absl::InvalidArgumentError(error.message());
    if (!row.is_object()) return absl::InvalidArgumentError("not an object");
    const json::object& object = row.get_object();
    for (const Column& column : AllColumns()) {
      const json::value* value = object.if_contains(column.name);
      const auto cell =
          value == nullptr ? SqlValue() : ToSql(*value, column.type);
      if (!cell) {
        return absl::InvalidArgumentError(fmt::format(
            "{} is not of type {}", column.name, ColumnTypeName(column.type)));
      }
      insert_.Bind(column.number, *cell);
    }
    return InsertFor(object.if_contains("url_to"));
  }

  absl::Status InsertFor(const json::value* url_to) {
    if (url_to == nullptr || !url_to->is_string()) {
      return absl::InvalidArgumentError("url_to is missing");
    }
    const TargetKey key = MakeTargetKey(url_to->get_string());
    insert_.Bind(kHostIndex, key.reversed_host);
    insert_.Bind(kPathIndex, key.path);
    const auto stepped = insert_.Step();
    insert_.Reset();
    ++rows_;
    return stepped.status();
  }

  Database& database_;
  Statement insert_;
  int64_t rows_ = 0;
  unsigned char space_[64 << 10];
};

absl::StatusOr<int64_t> ImportAt(const std::vector<std::string>& files,
                                 const std::string& path) {
  auto database = Database::Create(path);
  if (!database.ok()) return database.status();
  return ImportInto(files, *database);
}

}  // namespace

absl::StatusOr<int64_t> ImportInto(const std::vector<std::string>& files,
                                   Database& database) {
  if (absl::Status status = database.Run("BEGIN"); !status.ok()) {
    return status;
  }
  auto insert = database.Prepare(InsertSql());
  if (!insert.ok()) return insert.status();
  Importer importer(database, *std::move(insert));
  for (const std::string& file : files) {
    if (absl::Status status = importer.ImportFile(file); !status.ok()) {
      return status;
    }
  }
  return importer.Finish();
}

absl::StatusOr<int64_t> ImportJsonl(const std::vector<std::string>& files,
                                    const std::string& out) {
  auto file = OutputFile::Create(out);
  if (!file.ok()) return file.status();
  auto rows = ImportAt(files, file->part());
  if (!rows.ok()) return rows;
  if (absl::Status status = file->Commit(); !status.ok()) return status;
  return rows;
}

}  // namespace backlinks
