#include "tests/encode/random_row.h"

#include <cstdint>
#include <limits>
#include <string_view>

namespace backlinks::encode::encode_testing {
namespace {

using testing_support::RandomSource;

// Of every magnitude, so that every length of a varint comes up.
int64_t RandomNumber(RandomSource& random) {
  const auto number = random.Below(std::numeric_limits<int64_t>::max());
  const int64_t cut = number >> random.Below(64);
  return random.Percent(20) ? -cut : cut;
}

void RandomCell(const Column& column, RandomSource& random, Row& row) {
  switch (column.type) {
    case ColumnType::kString:
      return row.SetText(column.number, RandomText(random));
    case ColumnType::kInt64:
      return row.SetNumber(column.number, RandomNumber(random));
    case ColumnType::kBool:
      return row.SetNumber(column.number, random.Below(2));
    case ColumnType::kTimestamp:
      return row.SetTime(
          column.number,
          {RandomNumber(random) >> 24, static_cast<int32_t>(random.Below(3))});
    case ColumnType::kLinkType:
      if (random.Percent(20)) {
        return row.SetWord(column.number, 0, RandomText(random));
      }
      return row.SetWord(column.number, 1 + random.Below(7), "");
  }
}

}  // namespace

std::string RandomText(RandomSource& random) {
  static constexpr std::string_view kPieces[] = {
      "", "a", "SEOの鬼", "\"", "\\", "😀", "https://example.com/?q=1", "é"};
  std::string text;
  for (int64_t i = random.Below(40); i > 0; --i) text += random.Pick(kPieces);
  return text;
}

ColumnSet RandomColumns(RandomSource& random) {
  ColumnSet columns;
  for (const Column& column : AllColumns()) {
    columns.set(column.number, random.Percent(80));
  }
  return columns;
}

void FillRandomly(RandomSource& random, Row& row) {
  row.Clear();
  const int present = static_cast<int>(random.Below(101));
  for (const Column& column : AllColumns()) {
    if (random.Percent(present)) RandomCell(column, random, row);
  }
}

}  // namespace backlinks::encode::encode_testing
