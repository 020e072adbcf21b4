#include "service/decode/cell_reader.h"

#include <cstdint>
#include <optional>

#include "backlinks/v1/refpage.pb.h"
#include "service/decode/cell_conversion.h"
#include "service/decode/rounded_int.h"

namespace backlinks::decode {

bool CellReader::OpenList() {
  if (reading_ != CellReading::kFirstOfList || in_list_) return false;
  in_list_ = true;
  return true;
}

bool CellReader::Text(std::string_view text, Row& row) const {
  switch (reading_) {
    case CellReading::kRounded:
      return SetRounded(text, row);
    case CellReading::kPageFound:
      row.SetNumber(column_, text == "pagefound" ? 1 : 0);
      return true;
    case CellReading::kV3LinkType:
      if (text != "text" && text != "image") break;
      row.SetWord(column_, v1::LINK_TYPE_HREF, "");
      return true;
    case CellReading::kExact:
    case CellReading::kFirstOfList:
      break;
  }
  return SetFromText(type_, column_, text, row);
}

bool CellReader::Number(std::string_view written, Row& row) const {
  if (reading_ == CellReading::kRounded) return SetRounded(written, row);
  return reading_ != CellReading::kPageFound &&
         SetFromNumber(type_, column_, written, row);
}

bool CellReader::Bool(bool value, Row& row) const {
  return reading_ != CellReading::kPageFound &&
         SetFromBool(type_, column_, value, row);
}

bool CellReader::SetRounded(std::string_view written, Row& row) const {
  const std::optional<int64_t> rounded = RoundedInt(written);
  if (rounded) row.SetWord(column_, *rounded, written);
  return rounded.has_value();
}

}  // namespace backlinks::decode
