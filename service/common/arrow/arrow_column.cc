#include "service/common/arrow/arrow_column.h"

#include "service/common/arrow/ipc_message.h"

namespace backlinks::arrow {
namespace {

ArrowType TypeOf(const Column& column) {
  switch (column.type) {
    case ColumnType::kInt64:
      return ArrowType::kInt64;
    case ColumnType::kBool:
      return ArrowType::kBool;
    case ColumnType::kTimestamp:
      return ArrowType::kTimestamp;
    case ColumnType::kLinkType:
    case ColumnType::kString:
      break;
  }
  return ArrowType::kUtf8;
}

}  // namespace

std::vector<ArrowArray> ArraysOf(const std::vector<const Column*>& columns) {
  std::vector<ArrowArray> arrays;
  arrays.reserve(columns.size());
  for (const Column* column : columns) arrays.emplace_back(TypeOf(*column));
  return arrays;
}

std::string SchemaOf(const std::vector<const Column*>& columns) {
  std::vector<ArrowField> fields;
  fields.reserve(columns.size());
  for (const Column* column : columns) {
    fields.push_back({column->name, TypeOf(*column)});
  }
  return SchemaMessage(fields);
}

}  // namespace backlinks::arrow
