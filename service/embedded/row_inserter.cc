#include "service/embedded/row_inserter.h"

#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "backlinks/v1/refpage.pb.h"
#include "fmt/format.h"
#include "service/common/column/column.h"
#include "service/embedded/schema.h"

namespace backlinks::embedded {
namespace {

std::string InsertSql() {
  std::string marks = "?";
  for (int i = 1; i < kColumnCount; ++i) marks += ", ?";
  return fmt::format("INSERT INTO imported ({}) VALUES ({})", ColumnNamesSql(),
                     marks);
}

// Returns "2013-10-26T20:19:04Z", with the fraction of the second if there is
// one.
std::string TimeText(Time time) {
  return absl::FormatTime(
      "%E4Y-%m-%dT%H:%M:%E*SZ",
      absl::FromUnixSeconds(time.seconds) + absl::Nanoseconds(time.nanos),
      absl::UTCTimeZone());
}

// Returns the word of an upstream for a link type: "href" for LINK_TYPE_HREF.
std::string LinkTypeText(int64_t number, std::string_view word) {
  constexpr std::string_view kPrefix = "LINK_TYPE_";
  if (number == v1::LINK_TYPE_UNSPECIFIED) return std::string(word);
  return absl::AsciiStrToLower(
      v1::LinkType_Name(static_cast<v1::LinkType>(number))
          .substr(kPrefix.size()));
}

SqlValue CellOf(const Row& row, const Column& column) {
  const int number = column.number;
  if (!row.has(number)) return {};
  switch (column.type) {
    case ColumnType::kInt64:
    case ColumnType::kBool:
      return row.number(number);
    case ColumnType::kTimestamp:
      return TimeText(row.time(number));
    case ColumnType::kLinkType:
      return LinkTypeText(row.number(number), row.text(number));
    case ColumnType::kString:
      break;
  }
  return std::string(row.text(number));
}

}  // namespace

absl::StatusOr<RowInserter> RowInserter::Create(Database& database) {
  const std::string begin = CreateImportedSql() + "BEGIN";
  if (absl::Status status = database.Run(begin); !status.ok()) return status;
  auto insert = database.Prepare(InsertSql());
  if (!insert.ok()) return insert.status();
  return RowInserter(database, *std::move(insert));
}

absl::Status RowInserter::OnRow(const Row& row) {
  static const int url_to = FindColumn("url_to")->number;
  if (!row.has(url_to)) return absl::InvalidArgumentError("url_to is missing");
  for (const Column& column : AllColumns()) {
    insert_.Bind(column.number, CellOf(row, column));
  }
  const auto stepped = insert_.Step();
  insert_.Reset();
  ++row_count_;
  return stepped.status();
}

absl::Status RowInserter::Finish() {
  if (absl::Status status = database_.Run("COMMIT"); !status.ok()) {
    return status;
  }
  return database_.Run(FillTablesSql());
}

}  // namespace backlinks::embedded
