#include "service/decode/row_repairer.h"

#include <string_view>

#include "service/decode/utf8.h"

namespace backlinks::decode {

void SanitizeRow(Row& row, std::array<int64_t, kColumnCount + 1>& counts) {
  for (const Column& column : AllColumns()) {
    if (!row.has(column.number)) continue;
    const std::string_view text = row.text(column.number);
    if (ValidUtf8(text)) continue;
    ++counts[column.number];
    row.SetWord(column.number, row.number(column.number), SanitizeUtf8(text));
  }
}

}  // namespace backlinks::decode
