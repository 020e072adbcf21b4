#include "service/stream/row_digest.h"

#include <array>
#include <bit>
#include <string_view>

// Most texts are short, and a call of the library takes longer than its work.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace backlinks::stream {
namespace {

using ColumnTypes = std::array<ColumnType, kColumnCount + 1>;

const ColumnTypes& TypesOfColumns() {
  static const ColumnTypes types = [] {
    ColumnTypes result{};
    for (const Column& column : AllColumns()) {
      result[column.number] = column.type;
    }
    return result;
  }();
  return types;
}

uint64_t Hash(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

// A cell as numbers.
uint64_t* AppendCell(const Row& row, int column, ColumnType type,
                     uint64_t* out) {
  if (type == ColumnType::kString) {
    *out++ = Hash(row.text(column));
    return out;
  }
  *out++ = static_cast<uint64_t>(row.number(column));
  if (type == ColumnType::kTimestamp) {
    *out++ = static_cast<uint64_t>(row.time(column).nanos);
  } else if (type == ColumnType::kLinkType) {
    *out++ = Hash(row.text(column));
  }
  return out;
}

}  // namespace

uint64_t DigestRow(const Row& row, const ColumnSet& columns) {
  const ColumnTypes& types = TypesOfColumns();
  const unsigned long present = (row.present() & columns).to_ulong();
  // A bit set of the present columns, followed by their cells.
  std::array<uint64_t, 1 + 2 * kColumnCount> numbers;
  uint64_t* end = numbers.data();
  *end++ = present;
  for (unsigned long bits = present; bits != 0; bits &= bits - 1) {
    const int column = std::countr_zero(bits);
    end = AppendCell(row, column, types[column], end);
  }
  return XXH3_64bits(numbers.data(), (end - numbers.data()) * sizeof(uint64_t));
}

uint64_t AppendDigest(uint64_t sequence, uint64_t row) {
  return XXH3_64bits_withSeed(&row, sizeof(row), sequence);
}

}  // namespace backlinks::stream
