#include "service/stream/row_digest.h"

#include <array>
#include <bit>
#include <string_view>

// Most texts are short, and a call of the library takes longer than its work.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace backlinks::stream {
namespace {

constexpr uint64_t kNanosPerSecond = 1'000'000'000;

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

// Returns a number for a cell; two different cells of a column have different
// ones, but for collisions of the hash.
uint64_t DigestCell(const Row& row, int column, ColumnType type) {
  if (type == ColumnType::kString) return Hash(row.text(column));
  const auto number = static_cast<uint64_t>(row.number(column));
  if (type == ColumnType::kTimestamp) {
    return number * kNanosPerSecond +
           static_cast<uint64_t>(row.time(column).nanos);
  }
  return type == ColumnType::kLinkType ? number + Hash(row.text(column))
                                       : number;
}

}  // namespace

uint64_t DigestRow(const Row& row, const ColumnSet& columns) {
  const ColumnTypes& types = TypesOfColumns();
  const unsigned long present = (row.present() & columns).to_ulong();
  // A bit set of the present columns, followed by their cells. Up to 240 bytes
  // are hashed in a faster way than more.
  std::array<uint64_t, 1 + kColumnCount> numbers;
  uint64_t* end = numbers.data();
  *end++ = present;
  for (unsigned long bits = present; bits != 0; bits &= bits - 1) {
    const int column = std::countr_zero(bits);
    *end++ = DigestCell(row, column, types[column]);
  }
  return XXH3_64bits(numbers.data(), (end - numbers.data()) * sizeof(uint64_t));
}

uint64_t AppendDigest(uint64_t sequence, uint64_t row) {
  return XXH3_64bits_withSeed(&row, sizeof(row), sequence);
}

}  // namespace backlinks::stream
