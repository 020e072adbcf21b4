#include "service/stream/row_digest.h"

#include <xxhash.h>

#include <array>
#include <bit>
#include <string_view>

namespace backlinks::stream {
namespace {

const ColumnSet& TextColumns() {
  static const ColumnSet columns = [] {
    ColumnSet result;
    for (const Column& column : AllColumns()) {
      const bool has_text = column.type == ColumnType::kString ||
                            column.type == ColumnType::kLinkType;
      if (has_text) result.set(column.number);
    }
    return result;
  }();
  return columns;
}

uint64_t Hash(const void* bytes, size_t size, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes, size, seed);
}

}  // namespace

uint64_t DigestRow(const Row& row, const ColumnSet& columns) {
  const unsigned long present = (row.present() & columns).to_ulong();
  // A bit set of the present columns, followed by all cells that are not text,
  // as numbers.
  std::array<int64_t, 1 + 2 * (kColumnCount + 1)> numbers{};
  size_t count = 0;
  numbers[count++] = static_cast<int64_t>(present);
  for (unsigned long bits = present; bits != 0; bits &= bits - 1) {
    const int column = std::countr_zero(bits);
    const Time cell = row.time(column);
    numbers[count++] = cell.seconds;
    numbers[count++] = cell.nanos;
  }
  uint64_t digest = Hash(numbers.data(), count * sizeof(int64_t), 0);
  for (unsigned long bits = present & TextColumns().to_ulong(); bits != 0;
       bits &= bits - 1) {
    const std::string_view text = row.text(std::countr_zero(bits));
    digest = Hash(text.data(), text.size(), digest);
  }
  return digest;
}

uint64_t AppendDigest(uint64_t sequence, uint64_t row) {
  return Hash(&row, sizeof(row), sequence);
}

}  // namespace backlinks::stream
