#include "service/common/arrow/arrow_array.h"

#include <cstdint>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/arrow/ipc_reader.h"

namespace backlinks {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing_arrow::Load;

TEST(ArrowBits, FillBytesFromTheLeastBit) {
  arrow::ArrowBits bits;
  for (const bool bit : {1, 0, 1, 1, 0, 0, 0, 0, 0, 1}) bits.Append(bit);
  EXPECT_EQ(bits.bytes(), std::string_view("\x0D\x02", 2));
  bits.Clear();
  bits.Append(true);
  EXPECT_EQ(bits.bytes(), "\x01");
}

TEST(ArrowArray, StoresTextsWithTheirOffsets) {
  arrow::ArrowArray array(arrow::ArrowType::kUtf8);
  array.AppendText("ab");
  array.AppendNull();
  array.AppendText("");
  array.AppendText("日");
  const auto buffers = array.Buffers();
  ASSERT_EQ(buffers.size(), 3U);
  EXPECT_EQ(buffers[0], "\x0D");
  std::vector<int32_t> ends;
  for (size_t i = 0; i < buffers[1].size() / 4; ++i) {
    ends.push_back(Load<int32_t>(buffers[1], i));
  }
  EXPECT_THAT(ends, ElementsAre(0, 2, 2, 2, 5));
  EXPECT_EQ(buffers[2], "ab日");
  EXPECT_EQ(array.size(), 4);
  EXPECT_EQ(array.null_count(), 1);
}

TEST(ArrowArray, NeedsNoValidityWhereNothingIsNull) {
  for (const arrow::ArrowType type :
       {arrow::ArrowType::kInt64, arrow::ArrowType::kTimestamp}) {
    arrow::ArrowArray array(type);
    array.AppendNumber(-21);
    EXPECT_EQ(array.Buffers()[0], "");
    EXPECT_EQ(Load<int64_t>(array.Buffers()[1]), -21);
    array.AppendNull();
    EXPECT_EQ(array.Buffers()[0], "\x01");
    EXPECT_EQ(array.Buffers()[1].size(), 16U);
    array.Clear();
    EXPECT_EQ(array.size() + array.null_count(), 0);
    EXPECT_THAT(array.Buffers()[1], IsEmpty());
  }
}

TEST(ArrowArray, MarksTheValuesBeforeTheFirstNull) {
  for (const int before : {0, 1, 7, 8, 9, 16}) {
    arrow::ArrowArray array(arrow::ArrowType::kBool);
    for (int round = 0; round < 2; ++round) {
      for (int i = 0; i < before; ++i) array.AppendBool(false);
      EXPECT_EQ(array.Buffers()[0], "");
      array.AppendNull();
      array.AppendBool(true);
      arrow::ArrowBits expected;
      for (int i = 0; i < before + 2; ++i) expected.Append(i != before);
      EXPECT_EQ(array.Buffers()[0], expected.bytes());
      EXPECT_EQ(array.null_count(), 1);
      array.Clear();
    }
  }
}

}  // namespace
}  // namespace backlinks
