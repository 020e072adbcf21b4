#include "client/cpp/output/cell.h"

#include <string>

#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

const google::protobuf::FieldDescriptor* Field(const Column& column) {
  return v1::Refpage::descriptor()->FindFieldByNumber(column.number);
}

// A row of which only this column is present.
v1::Refpage OnlyRow(const Column& column) {
  v1::Refpage row;
  const auto& reflection = *row.GetReflection();
  switch (column.type) {
    case ColumnType::kInt64:
      reflection.SetInt64(&row, Field(column), -column.number);
      break;
    case ColumnType::kBool:
      reflection.SetBool(&row, Field(column), true);
      break;
    case ColumnType::kLinkType:
      reflection.SetEnumValue(&row, Field(column), v1::LINK_TYPE_RSS);
      break;
    case ColumnType::kTimestamp:
      reflection.MutableMessage(&row, Field(column));
      break;
    case ColumnType::kString:
      reflection.SetString(&row, Field(column), column.name);
  }
  return row;
}

output::Cell ExpectedCell(const v1::Refpage& row, const Column& column) {
  const auto& reflection = *row.GetReflection();
  switch (column.type) {
    case ColumnType::kInt64:
      return int64_t{-column.number};
    case ColumnType::kBool:
      return true;
    case ColumnType::kLinkType:
      return "rss";
    case ColumnType::kTimestamp:
      return static_cast<const google::protobuf::Timestamp*>(
          &reflection.GetMessage(row, Field(column)));
    case ColumnType::kString:
      break;
  }
  return column.name;
}

TEST(Cell, IsThatOfTheColumn) {
  for (const Column& present : AllColumns()) {
    const v1::Refpage row = OnlyRow(present);
    for (const Column& column : AllColumns()) {
      const output::Cell expected =
          &column == &present ? ExpectedCell(row, column) : output::Cell();
      EXPECT_EQ(output::GetCell(row, column), expected)
          << present.name << ' ' << column.name;
    }
  }
}

TEST(Cell, HasTheWordOfEveryLinkType) {
  const Column& column = *FindColumn("link_type");
  const auto word = [&column](const v1::Refpage& row) {
    return std::get<std::string_view>(output::GetCell(row, column));
  };
  v1::Refpage row;
  row.set_link_type(v1::LINK_TYPE_UNSPECIFIED);
  EXPECT_EQ(word(row), "unspecified");
  row.set_link_type(v1::LINK_TYPE_CANONICAL);
  EXPECT_EQ(word(row), "canonical");
  row.set_link_type(v1::LINK_TYPE_ALTERNATE);
  EXPECT_EQ(word(row), "alternate");
  row.set_link_type(static_cast<v1::LinkType>(77));
  EXPECT_EQ(word(row), "");
  row.set_link_type_word("Image");
  EXPECT_EQ(word(row), "Image");
}

}  // namespace
}  // namespace backlinks
