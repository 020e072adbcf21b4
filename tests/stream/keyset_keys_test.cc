// What is asked of a row's keys in place is what their copies say.
#include "service/stream/keyset_keys.h"

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/random_source.h"

namespace backlinks::stream {
namespace {

using testing_support::RandomSource;

constexpr int kCases = 20'000;

// One of few values, so that rows are often equal.
void SetRandomCell(RandomSource& random, const Column& column, Row& row) {
  const int64_t value = random.Below(2);
  const std::string text(random.Below(3), 'a');
  switch (column.type) {
    case ColumnType::kInt64:
      // A rounded number keeps its text.
      return row.SetWord(column.number, value, text);
    case ColumnType::kBool:
      return row.SetNumber(column.number, value);
    case ColumnType::kTimestamp:
      return row.SetTime(column.number, {value, static_cast<int32_t>(value)});
    case ColumnType::kString:
      return row.SetText(column.number, text);
    case ColumnType::kLinkType:
      return row.SetWord(column.number, value, text);
  }
}

Row RandomRow(RandomSource& random, const std::vector<OrderKey>& order) {
  Row row;
  for (const OrderKey& key : order) {
    if (random.Percent(80)) SetRandomCell(random, GetColumn(key.column), row);
  }
  return row;
}

std::vector<OrderKey> RandomOrder(RandomSource& random) {
  std::vector<OrderKey> order(1 + random.Below(3));
  for (OrderKey& key : order) {
    key.column = static_cast<int>(1 + random.Below(kColumnCount));
  }
  return order;
}

TEST(KeysetKeys, AreEqualInPlaceIfTheirCopiesAre) {
  RandomSource random(1);
  int equal = 0;
  for (int i = 0; i < kCases; ++i) {
    const std::vector<OrderKey> order = RandomOrder(random);
    const Row a = RandomRow(random, order);
    const Row b = RandomRow(random, order);
    const bool are_equal = KeysOf(a, order) == KeysOf(b, order);
    ASSERT_EQ(HaveEqualKeys(a, b, order), are_equal) << i;
    equal += are_equal ? 1 : 0;
  }
  EXPECT_GT(equal, kCases / 20);
}

size_t BytesOf(const KeyValue& key) {
  size_t bytes = sizeof(int64_t);
  if (const auto* text = std::get_if<std::string>(&key)) bytes += text->size();
  if (const auto* number = std::get_if<NumberLiteral>(&key)) {
    bytes += number->text.size();
  }
  return bytes;
}

TEST(KeysetKeys, TakeAsManyBytesInPlace) {
  RandomSource random(2);
  for (int i = 0; i < kCases; ++i) {
    const std::vector<OrderKey> order = RandomOrder(random);
    const Row row = RandomRow(random, order);
    for (size_t first = 0; first <= order.size(); ++first) {
      size_t bytes = 0;
      for (const KeyValue& key : KeysOf(row, order, first)) {
        bytes += BytesOf(key);
      }
      ASSERT_EQ(BytesOfKeys(row, order, first), bytes) << i;
    }
  }
}

}  // namespace
}  // namespace backlinks::stream
