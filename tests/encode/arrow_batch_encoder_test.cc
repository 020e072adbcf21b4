// Every batch against the generated class: the same cells, row by row.
#include "service/encode/arrow_batch_encoder.h"

#include <string>
#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"
#include "gtest/gtest.h"
#include "service/common/arrow/arrow_column.h"
#include "tests/encode/generated_row.h"
#include "tests/encode/random_row.h"
#include "tests/support/arrow/ipc_reader.h"
#include "tests/support/message_text.h"
#include "tests/support/random_source.h"

namespace backlinks::encode {
namespace {

using testing_support::PrintedSeed;
using testing_support::RandomSource;

std::vector<const Column*> Columns(const std::vector<std::string>& names) {
  std::vector<const Column*> columns;
  columns.reserve(names.size());
  for (const std::string& name : names) columns.push_back(FindColumn(name));
  return columns;
}

std::vector<const Column*> EveryColumn() {
  std::vector<const Column*> columns;
  for (const Column& column : AllColumns()) columns.push_back(&column);
  return columns;
}

// The row as the generated class has it, without what Arrow's times are too
// coarse for.
v1::Refpage Page(const Row& row, const ColumnSet& deliver) {
  v1::StreamRefpagesResponse response;
  EXPECT_TRUE(response.ParseFromString(encode_testing::Expected(row, deliver)));
  v1::Refpage& page = *response.mutable_refpages(0);
  for (const Column& column : AllColumns()) {
    if (column.type != ColumnType::kTimestamp) continue;
    const auto* field = page.GetDescriptor()->FindFieldByName(column.name);
    if (!page.GetReflection()->HasField(page, field)) continue;
    auto& time = static_cast<google::protobuf::Timestamp&>(
        *page.GetReflection()->MutableMessage(&page, field));
    time.set_nanos(time.nanos() / 1000 * 1000);
  }
  return page;
}

v1::StreamRefpagesResponse TakeMessage(
    ArrowBatchEncoder& encoder, const std::vector<const Column*>& columns) {
  v1::StreamRefpagesResponse message;
  EXPECT_TRUE(message.ParseFromString(encoder.TakeBatch()));
  message.set_arrow_schema(arrow::SchemaOf(columns));
  return message;
}

void Add(const Row& row, ArrowBatchEncoder& encoder) {
  encoder.Measure(row);
  encoder.AddMeasured(row);
}

TEST(ArrowBatchEncoder, RandomRowsEqualTheGeneratedClass) {
  RandomSource random(PrintedSeed());
  const auto columns = EveryColumn();
  for (int round = 0; round < 50; ++round) {
    const ColumnSet deliver = encode_testing::RandomColumns(random);
    ArrowBatchEncoder encoder(columns, deliver);
    for (int batch = 0; batch < 3; ++batch) {
      std::vector<v1::Refpage> expected;
      Row row;
      for (int64_t i = 1 + random.Below(40); i > 0; --i) {
        encode_testing::FillRandomly(random, row);
        Add(row, encoder);
        expected.push_back(Page(row, deliver));
      }
      const auto rows = testing_arrow::RowsOf({TakeMessage(encoder, columns)});
      ASSERT_EQ(rows.size(), expected.size());
      for (size_t i = 0; i < rows.size(); ++i) {
        ASSERT_EQ(rows[i].DebugString(), expected[i].DebugString());
      }
      if (random.Percent(30)) encoder.ReleaseMemory();
    }
  }
}

TEST(ArrowBatchEncoder, HasTheColumnsInTheirOrder) {
  const auto columns = Columns({"title", "first_seen", "url_from"});
  ArrowBatchEncoder encoder(columns, FullColumnSet());
  Row row;
  row.SetText(FindColumn("url_from")->number, "https://a.example/");
  row.SetText(FindColumn("anchor")->number, "not asked for");
  Add(row, encoder);
  const auto message = TakeMessage(encoder, columns);
  std::string_view bytes = message.arrow_schema();
  const auto schema = testing_arrow::NextMessage(bytes);
  std::vector<std::string> names;
  for (const ipc::Field* field : *schema.schema().fields()) {
    names.push_back(field->name()->str());
  }
  EXPECT_EQ(names,
            (std::vector<std::string>{"title", "first_seen", "url_from"}));
  const auto rows = testing_arrow::RowsOf({message});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(testing_support::MessageText(rows[0]),
            "url_from: \"https://a.example/\"");
}

TEST(ArrowBatchEncoder, MeasuresAtLeastWhatTheCellsTake) {
  const auto columns = EveryColumn();
  ArrowBatchEncoder encoder(columns, FullColumnSet());
  Row row;
  row.SetText(FindColumn("title")->number, std::string(1000, 't'));
  EXPECT_EQ(encoder.batch_bytes(), 0U);
  const size_t measured = encoder.Measure(row);
  EXPECT_GT(measured, 1000U);
  EXPECT_EQ(encoder.batch_bytes(), 0U);
  for (int i = 0; i < 1000; ++i) Add(row, encoder);
  EXPECT_EQ(encoder.batch_bytes(), 1000 * measured);
  // Beside the cells a message has a bit a null, and its metadata.
  constexpr size_t kMetadata = 4096;
  EXPECT_LT(TakeMessage(encoder, columns).arrow_record_batch().size(),
            1000 * (measured + kColumnCount / 8 + 1) + kMetadata);
  EXPECT_EQ(encoder.batch_bytes(), 0U);
}

TEST(ArrowBatchEncoder, ReleasesNoRow) {
  const auto columns = Columns({"title"});
  ArrowBatchEncoder encoder(columns, FullColumnSet());
  Row row;
  row.SetText(columns[0]->number, "first");
  Add(row, encoder);
  encoder.ReleaseMemory();
  Add(row, encoder);
  EXPECT_EQ(TakeMessage(encoder, columns).arrow_row_count(), 2);
}

}  // namespace
}  // namespace backlinks::encode
