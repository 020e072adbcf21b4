#include "tests/encode/generated_row.h"

#include "backlinks/v1/backlinks_service.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "gtest/gtest.h"

namespace backlinks::encode::encode_testing {
namespace {

using google::protobuf::Reflection;

void SetField(const Row& row, const Column& column, v1::Refpage& page) {
  const Reflection& reflection = *page.GetReflection();
  const auto* field = page.GetDescriptor()->FindFieldByName(column.name);
  const int number = column.number;
  switch (column.type) {
    case ColumnType::kString:
      return reflection.SetString(&page, field, std::string(row.text(number)));
    case ColumnType::kInt64:
      return reflection.SetInt64(&page, field, row.number(number));
    case ColumnType::kBool:
      return reflection.SetBool(&page, field, row.boolean(number));
    case ColumnType::kTimestamp: {
      auto& time = static_cast<google::protobuf::Timestamp&>(
          *reflection.MutableMessage(&page, field));
      time.set_seconds(row.time(number).seconds);
      time.set_nanos(row.time(number).nanos);
      return;
    }
    case ColumnType::kLinkType:
      page.set_link_type(static_cast<v1::LinkType>(row.number(number)));
      if (row.number(number) == v1::LINK_TYPE_UNSPECIFIED) {
        page.set_link_type_word(std::string(row.text(number)));
      }
  }
}

}  // namespace

std::string Expected(const Row& row, const ColumnSet& deliver) {
  v1::StreamRefpagesResponse response;
  v1::Refpage& page = *response.add_refpages();
  for (const Column& column : AllColumns()) {
    if (row.has(column.number) && deliver[column.number]) {
      SetField(row, column, page);
    }
  }
  if (row.has_other_columns()) {
    *page.mutable_other_columns() = row.other_columns();
  }
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  EXPECT_TRUE(response.SerializeToCodedStream(&coded));
  coded.Trim();
  return bytes;
}

}  // namespace backlinks::encode::encode_testing
