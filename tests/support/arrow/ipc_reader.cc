#include "tests/support/arrow/ipc_reader.h"

#include <cctype>
#include <cstdint>

#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"

namespace backlinks::testing_arrow {
namespace {

using google::protobuf::FieldDescriptor;

bool Bit(std::string_view bits, size_t index) {
  return ((static_cast<unsigned char>(bits[index / 8]) >> (index % 8)) & 1) !=
         0;
}

std::string_view Text(std::string_view ends, std::string_view texts,
                      size_t row) {
  const auto begin = Load<int32_t>(ends, row);
  return texts.substr(begin, Load<int32_t>(ends, row + 1) - begin);
}

void SetLinkType(std::string_view word, v1::Refpage& page) {
  std::string name = "LINK_TYPE_";
  for (const char c : word) name += static_cast<char>(std::toupper(c));
  v1::LinkType type = v1::LINK_TYPE_UNSPECIFIED;
  v1::LinkType_Parse(name, &type);
  page.set_link_type(type);
  if (type == v1::LINK_TYPE_UNSPECIFIED) {
    page.set_link_type_word(std::string(word));
  }
}

void SetTime(int64_t micros, const FieldDescriptor& field, v1::Refpage& page) {
  constexpr int64_t kMicros = 1'000'000;
  const int64_t part = (micros % kMicros + kMicros) % kMicros;
  auto& time = static_cast<google::protobuf::Timestamp&>(
      *page.GetReflection()->MutableMessage(&page, &field));
  time.set_seconds((micros - part) / kMicros);
  time.set_nanos(static_cast<int32_t>(part * 1000));
}

// The buffers of one column.
struct ColumnBuffers {
  std::string_view validity;
  std::string_view values;
  std::string_view texts;
};

void SetCell(const ColumnBuffers& buffers, size_t row,
             const FieldDescriptor& field, v1::Refpage& page) {
  const auto& cells = *page.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      return cells.SetInt64(&page, &field, Load<int64_t>(buffers.values, row));
    case FieldDescriptor::CPPTYPE_BOOL:
      return cells.SetBool(&page, &field, Bit(buffers.values, row));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetTime(Load<int64_t>(buffers.values, row), field, page);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetLinkType(Text(buffers.values, buffers.texts, row), page);
    default:
      cells.SetString(&page, &field,
                      std::string(Text(buffers.values, buffers.texts, row)));
  }
}

bool HasTexts(const ipc::Field& field) {
  return field.type_type() == ipc::Type::Utf8;
}

}  // namespace

IpcMessage NextMessage(std::string_view& stream) {
  EXPECT_EQ(stream.size() % 8, 0U);
  EXPECT_EQ(Load<uint32_t>(stream), 0xFFFFFFFF);
  const auto size = Load<uint32_t>(stream, 1);
  stream.remove_prefix(8);
  if (size == 0) return {};
  flatbuffers::Verifier verifier(
      reinterpret_cast<const uint8_t*>(stream.data()), size);
  EXPECT_TRUE(ipc::VerifyMessageBuffer(verifier));
  const ipc::Message* const metadata = ipc::GetMessage(stream.data());
  EXPECT_EQ(metadata->version(), ipc::MetadataVersion::V5);
  stream.remove_prefix(size);
  const IpcMessage message{metadata, stream.substr(0, metadata->body_length())};
  stream.remove_prefix(metadata->body_length());
  return message;
}

std::vector<v1::Refpage> RowsOf(const IpcMessage& schema,
                                const IpcMessage& batch) {
  std::vector<v1::Refpage> rows(batch.batch().length());
  unsigned buffer = 0;
  for (const ipc::Field* field : *schema.schema().fields()) {
    const auto& column =
        *v1::Refpage::descriptor()->FindFieldByName(field->name()->str());
    ColumnBuffers buffers{.validity = batch.Buffer(buffer),
                          .values = batch.Buffer(buffer + 1)};
    buffer += 2;
    if (HasTexts(*field)) buffers.texts = batch.Buffer(buffer++);
    for (size_t i = 0; i < rows.size(); ++i) {
      if (buffers.validity.empty() || Bit(buffers.validity, i)) {
        SetCell(buffers, i, column, rows[i]);
      }
    }
  }
  return rows;
}

std::vector<v1::Refpage> RowsOf(
    const std::vector<v1::StreamRefpagesResponse>& messages) {
  std::vector<v1::Refpage> rows;
  if (messages.empty()) return rows;
  std::string_view schema_bytes = messages[0].arrow_schema();
  const IpcMessage schema = NextMessage(schema_bytes);
  for (const v1::StreamRefpagesResponse& message : messages) {
    EXPECT_EQ(message.arrow_schema().empty(), &message != &messages[0]);
    EXPECT_EQ(message.refpages_size(), 0);
    EXPECT_EQ(message.arrow_record_batch().empty(),
              message.arrow_row_count() == 0);
    if (message.arrow_record_batch().empty()) continue;
    std::string_view bytes = message.arrow_record_batch();
    const auto batch = RowsOf(schema, NextMessage(bytes));
    EXPECT_EQ(bytes, "");
    EXPECT_EQ(static_cast<int64_t>(batch.size()), message.arrow_row_count());
    rows.insert(rows.end(), batch.begin(), batch.end());
  }
  return rows;
}

}  // namespace backlinks::testing_arrow
