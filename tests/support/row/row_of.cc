#include "tests/support/row/row_of.h"

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

namespace backlinks::testing_support {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Timestamp;

void SetCell(const v1::Refpage& page, const FieldDescriptor& field,
             ColumnType type, Row& row) {
  const auto& cells = *page.GetReflection();
  const int number = field.number();
  switch (type) {
    case ColumnType::kString:
      return row.SetText(number, cells.GetString(page, &field));
    case ColumnType::kInt64:
      return row.SetNumber(number, cells.GetInt64(page, &field));
    case ColumnType::kBool:
      return row.SetNumber(number, cells.GetBool(page, &field) ? 1 : 0);
    case ColumnType::kTimestamp: {
      const auto& time =
          dynamic_cast<const Timestamp&>(cells.GetMessage(page, &field));
      return row.SetTime(number, {time.seconds(), time.nanos()});
    }
    case ColumnType::kLinkType:
      return row.SetWord(number, page.link_type(), page.link_type_word());
  }
}

}  // namespace

Row RowOf(const v1::Refpage& page) {
  Row row;
  for (const Column& column : AllColumns()) {
    const auto& field = *page.GetDescriptor()->FindFieldByNumber(column.number);
    if (page.GetReflection()->HasField(page, &field)) {
      SetCell(page, field, column.type, row);
    }
  }
  if (page.has_other_columns()) {
    row.mutable_other_columns() = page.other_columns();
  }
  return row;
}

}  // namespace backlinks::testing_support
