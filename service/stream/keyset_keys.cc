#include "service/stream/keyset_keys.h"

#include <algorithm>
#include <string>
#include <variant>

#include "service/common/column/column.h"

namespace backlinks::stream {
namespace {

KeyValue KeyOf(const Row& row, int column) {
  if (!row.has(column)) return std::monostate();
  const std::string_view text = row.text(column);
  switch (GetColumn(column).type) {
    case ColumnType::kInt64:
      // Uses the original text, because a rounded number is not the row's
      // position.
      if (!text.empty()) return NumberLiteral{std::string(text)};
      return row.number(column);
    case ColumnType::kBool:
      return row.boolean(column);
    case ColumnType::kTimestamp:
      return row.time(column);
    case ColumnType::kString:
    case ColumnType::kLinkType:
      break;
  }
  return std::string(text);
}

// Whether KeyOf returns the same for both, without a copy.
bool HaveEqualKey(const Row& a, const Row& b, int column) {
  if (!a.has(column) || !b.has(column)) return a.has(column) == b.has(column);
  // The text of a rounded number is its value, and one that has none is not
  // equal to one that has.
  if (a.text(column) != b.text(column)) return false;
  switch (GetColumn(column).type) {
    case ColumnType::kInt64:
      return !a.text(column).empty() || a.number(column) == b.number(column);
    case ColumnType::kBool:
      return a.boolean(column) == b.boolean(column);
    case ColumnType::kTimestamp:
      return a.time(column) == b.time(column);
    case ColumnType::kString:
    case ColumnType::kLinkType:
      break;
  }
  return true;
}

}  // namespace

std::vector<KeyValue> KeysOf(const Row& row, const std::vector<OrderKey>& order,
                             size_t first) {
  std::vector<KeyValue> keys;
  keys.reserve(order.size() - std::min(first, order.size()));
  for (size_t i = first; i < order.size(); ++i) {
    keys.push_back(KeyOf(row, order[i].column));
  }
  return keys;
}

bool HaveEqualKeys(const Row& a, const Row& b,
                   const std::vector<OrderKey>& order) {
  return std::all_of(order.begin(), order.end(), [&](const OrderKey& key) {
    return HaveEqualKey(a, b, key.column);
  });
}

// A number takes a fixed size, and a text its own in addition.
size_t BytesOfKeys(const Row& row, const std::vector<OrderKey>& order,
                   size_t first) {
  size_t bytes = 0;
  for (size_t i = first; i < order.size(); ++i) {
    const int column = order[i].column;
    bytes += sizeof(int64_t) + (row.has(column) ? row.text(column).size() : 0);
  }
  return bytes;
}

}  // namespace backlinks::stream
