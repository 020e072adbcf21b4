#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/cpp/output/row_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/command_run.h"
#include "tests/support/arrow/ipc_reader.h"

namespace backlinks {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using testing_arrow::IpcMessage;
using testing_arrow::Load;

// All messages of a stream, which must have an end mark.
std::vector<IpcMessage> Messages(std::string_view stream) {
  std::vector<IpcMessage> messages;
  for (IpcMessage next = testing_arrow::NextMessage(stream);
       next.metadata != nullptr; next = testing_arrow::NextMessage(stream)) {
    messages.push_back(next);
  }
  EXPECT_EQ(stream, "");
  return messages;
}

output::ColumnList Columns(const std::vector<std::string>& names) {
  output::ColumnList columns;
  for (const std::string& name : names) columns.push_back(FindColumn(name));
  return columns;
}

std::string Stream(output::RowWriter& writer,
                   const std::vector<v1::Refpage>& rows) {
  std::string out = writer.Head();
  for (const v1::Refpage& row : rows) writer.AppendRow(row, out);
  writer.AppendEnd(true, out);
  return out;
}

v1::Refpage Titled(const std::string& title) {
  v1::Refpage row;
  row.set_title(title);
  return row;
}

TEST(ArrowWriter, DescribesTheTypeOfEveryColumn) {
  output::ColumnList all;
  for (const Column& column : AllColumns()) all.push_back(&column);
  const std::string stream = Stream(*output::MakeArrowWriter(all), {});
  const auto messages = Messages(stream);
  ASSERT_EQ(messages.size(), 1U);  // No row: no batch.
  const ipc::Schema& schema = messages[0].schema();
  ASSERT_EQ(schema.fields()->size(), all.size());
  for (unsigned i = 0; i < all.size(); ++i) {
    const ipc::Field& field = *schema.fields()->Get(i);
    EXPECT_EQ(field.name()->str(), all[i]->name);
    EXPECT_TRUE(field.nullable());
    EXPECT_NE(field.children(), nullptr);
    switch (all[i]->type) {
      case ColumnType::kInt64:
        EXPECT_EQ(field.type_as_Int()->bit_width(), 64);
        EXPECT_TRUE(field.type_as_Int()->is_signed());
        break;
      case ColumnType::kBool:
        EXPECT_EQ(field.type_type(), ipc::Type::Bool);
        break;
      case ColumnType::kTimestamp:
        EXPECT_EQ(field.type_as_Timestamp()->unit(),
                  ipc::TimeUnit::Microsecond);
        EXPECT_EQ(field.type_as_Timestamp()->timezone()->str(), "UTC");
        break;
      case ColumnType::kLinkType:
      case ColumnType::kString:
        EXPECT_EQ(field.type_type(), ipc::Type::Utf8);
    }
  }
}

TEST(ArrowWriter, WritesEveryTypeAndNulls) {
  v1::Refpage row = Titled("日本");
  row.set_ahrefs_rank(-21);
  row.set_nofollow(true);
  row.set_link_type(v1::LINK_TYPE_HREF);
  row.mutable_first_seen()->set_seconds(-1);
  row.mutable_first_seen()->set_nanos(500'000'000);
  const std::string stream = Stream(
      *output::MakeArrowWriter(Columns(
          {"title", "ahrefs_rank", "nofollow", "link_type", "first_seen"})),
      {row, {}});
  const auto messages = Messages(stream);
  ASSERT_EQ(messages.size(), 2U);
  const IpcMessage& message = messages[1];
  EXPECT_EQ(message.batch().length(), 2);
  for (const ipc::FieldNode* node : *message.batch().nodes()) {
    EXPECT_EQ(node->length(), 2);
    EXPECT_EQ(node->null_count(), 1);
  }
  for (const ipc::Buffer* buffer : *message.batch().buffers()) {
    EXPECT_EQ(buffer->offset() % 8, 0);
  }
  EXPECT_EQ(message.Buffer(2), "日本");
  EXPECT_EQ(Load<int64_t>(message.Buffer(4)), -21);
  EXPECT_EQ(message.Buffer(6), "\x01");
  EXPECT_EQ(message.Buffer(9), "href");
  EXPECT_EQ(Load<int64_t>(message.Buffer(11)), -500'000);
}

TEST(ArrowWriter, EndsABatchByRowsOrBytesAndLosesNoRow) {
  std::vector<v1::Refpage> rows(8192 + 3, Titled("x"));
  rows.insert(rows.end(), 3, Titled(std::string(600'000, 'y')));
  const std::string stream =
      Stream(*output::MakeArrowWriter(Columns({"title"})), rows);
  const auto messages = Messages(stream);
  std::vector<int64_t> lengths;
  std::string texts;
  for (size_t i = 1; i < messages.size(); ++i) {
    lengths.push_back(messages[i].batch().length());
    texts += messages[i].Buffer(2);
  }
  EXPECT_THAT(lengths, ElementsAre(8192, 5, 1));
  std::string expected;
  for (const v1::Refpage& row : rows) expected += row.title();
  EXPECT_EQ(texts, expected);
}

TEST(ArrowWriter, MarksTheEndOfCompleteRowsOnly) {
  const auto writer = output::MakeArrowWriter(Columns({"title"}));
  std::string complete = writer->Head();
  writer->AppendRow(Titled("x"), complete);
  std::string broken = complete;
  writer->AppendEnd(true, complete);
  writer->AppendRow(Titled("x"), broken);
  writer->AppendEnd(false, broken);
  EXPECT_EQ(complete.substr(complete.size() - 8),
            std::string("\xFF\xFF\xFF\xFF\0\0\0\0", 8));
  // The same rows, and then the prefix of metadata that never comes.
  EXPECT_EQ(broken, complete.substr(0, complete.size() - 8) +
                        std::string("\xFF\xFF\xFF\xFF\x08\0\0\0", 8));
}

TEST(ArrowCommand, DoesNotWriteToATerminal) {
  for (const char* command : {"stream", "list"}) {
    const CommandRun run =
        RunCommand({command, "example.com", "--format", "arrow"}, "",
                   {.out = true, .err = false});
    EXPECT_EQ(run.exit, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_THAT(run.err, HasSubstr("send it to a file or a program"));
  }
}

}  // namespace
}  // namespace backlinks
