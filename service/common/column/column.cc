#include "service/common/column/column.h"

#include <string>

#include "absl/container/flat_hash_map.h"
#include "backlinks/v1/refpage.pb.h"

namespace backlinks {
namespace {

using google::protobuf::FieldDescriptor;

ColumnType TypeOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      return ColumnType::kInt64;
    case FieldDescriptor::CPPTYPE_BOOL:
      return ColumnType::kBool;
    case FieldDescriptor::CPPTYPE_ENUM:
      return ColumnType::kLinkType;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ColumnType::kTimestamp;
    default:
      return ColumnType::kString;
  }
}

Column FromField(const FieldDescriptor& field) {
  const v1::ColumnFacts& facts = field.options().GetExtension(v1::column);
  return {.number = field.number(),
          .name = std::string(field.name()),
          .type = TypeOf(field),
          .description = facts.description(),
          .in_where = facts.where(),
          .in_having = facts.having(),
          .is_url = facts.url()};
}

std::vector<Column> Build() {
  std::vector<Column> columns;
  const auto& descriptor = *v1::Refpage::descriptor();
  for (int number = 1; number <= kColumnCount; ++number) {
    columns.push_back(FromField(*descriptor.FindFieldByNumber(number)));
  }
  return columns;
}

using NameIndex = absl::flat_hash_map<std::string_view, const Column*>;

NameIndex BuildIndex() {
  NameIndex index;
  for (const Column& column : AllColumns()) index[column.name] = &column;
  return index;
}

}  // namespace

const std::vector<Column>& AllColumns() {
  static const auto* const columns = new std::vector<Column>(Build());
  return *columns;
}

ColumnSet FullColumnSet() { return ~ColumnSet(1); }

const Column& GetColumn(int number) { return AllColumns()[number - 1]; }

const Column* FindColumn(std::string_view name) {
  static const auto* const index = new NameIndex(BuildIndex());
  const auto it = index->find(name);
  return it == index->end() ? nullptr : it->second;
}

std::string_view ColumnTypeName(ColumnType type) {
  switch (type) {
    case ColumnType::kInt64:
      return "int";
    case ColumnType::kTimestamp:
      return "date";
    case ColumnType::kBool:
      return "boolean";
    case ColumnType::kString:
    case ColumnType::kLinkType:
      break;
  }
  return "string";
}

}  // namespace backlinks
