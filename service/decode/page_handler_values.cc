// Handles texts, numbers, booleans and nulls.
#include <algorithm>

#include "service/decode/cell_conversion.h"
#include "service/decode/page_handler.h"
#include "service/decode/utf8.h"

namespace backlinks::decode {
namespace {

constexpr size_t kMaxErrorText = 1024;

}  // namespace

bool PageHandler::on_string_part(string_view part, std::size_t size,
                                 error_code& error) {
  switch (state_) {
    case State::kCell:
    case State::kReading:
    case State::kOther:
      if (size > options_.limits.max_cell_bytes) {
        return TooLong("a cell", options_.limits.max_cell_bytes,
                       " (--max_cell_bytes)", error);
      }
      text_.append(part.data(), part.size());
      return true;
    case State::kErrorValue:  // The rest of a long text is not reported.
      if (text_.size() <= kMaxErrorText) {
        text_.append(part.data(), part.size());
      }
      return true;
    default:
      return true;
  }
}

bool PageHandler::on_string(string_view part, std::size_t size,
                            error_code& error) {
  if (const auto elsewhere = ScalarElsewhere(error)) return *elsewhere;
  std::string_view text = View(part);
  if (part.size() != size || size > options_.limits.max_cell_bytes) {
    if (!on_string_part(part, size, error)) return false;
    text = text_;
  }
  bool ok = true;
  if (state_ == State::kCell) {
    begins_oddly_ |= !text.empty() && IsUtf8Tail(text.front());
    ok = EndCell(SetFromText(type_, column_, text, row_), error);
  } else if (state_ == State::kReading) {
    begins_oddly_ |= !text.empty() && IsUtf8Tail(text.front());
    ok = EndReading(reader_.Text(text, row_), error);
  } else if (state_ == State::kOther) {
    ok = EndOther(other_.Text(text), error);
  } else {
    SetErrorText(text);
  }
  text_.clear();
  return ok;
}

bool PageHandler::on_number_part(string_view part, error_code& error) {
  return on_string_part(part, text_.size() + part.size(), error);
}

bool PageHandler::on_int64(std::int64_t value, string_view part,
                           error_code& error) {
  if (state_ != State::kCell || type_ != ColumnType::kInt64) {
    return OnNumber(part, error);
  }
  text_.clear();
  row_.SetNumber(column_, value);
  return EndCell(true, error);
}

bool PageHandler::OnNumber(string_view part, error_code& error) {
  if (const auto elsewhere = ScalarElsewhere(error)) return *elsewhere;
  std::string_view written = View(part);
  if (!text_.empty() || part.size() > options_.limits.max_cell_bytes) {
    if (!on_number_part(part, error)) return false;
    written = text_;
  }
  bool ok = true;
  if (state_ == State::kCell) {
    ok = EndCell(SetFromNumber(type_, column_, written, row_), error);
  } else if (state_ == State::kReading) {
    ok = EndReading(reader_.Number(written, row_), error);
  } else if (state_ == State::kOther) {
    ok = EndOther(other_.Number(written), error);
  } else {
    SetErrorText(written);
  }
  text_.clear();
  return ok;
}

std::optional<bool> PageHandler::ScalarElsewhere(error_code& error) {
  switch (state_) {
    case State::kCell:
    case State::kReading:
    case State::kOther:
    case State::kErrorValue:
      return std::nullopt;
    case State::kSkip:
      if (skipped_depth_ == 0) state_ = after_skip_;
      return true;
    case State::kStart:
      return Stop("a value that is no object as the document", error);
    case State::kRows:
      return Stop("a value that is no object as a row", error);
    default:
      return Stop("a value that is no array as the rows", error);
  }
}

bool PageHandler::on_bool(bool value, error_code& error) {
  if (const auto elsewhere = ScalarElsewhere(error)) return *elsewhere;
  if (state_ == State::kCell) {
    return EndCell(SetFromBool(type_, column_, value, row_), error);
  }
  if (state_ == State::kReading) {
    return EndReading(reader_.Bool(value, row_), error);
  }
  if (state_ == State::kOther) return EndOther(other_.Bool(value), error);
  state_ = State::kDocument;  // False is no error; true has no text.
  if (value) SetErrorText("");
  return true;
}

bool PageHandler::on_null(error_code& error) {
  // A null means that there are no rows, there is no error, or the cell is
  // absent.
  if (state_ == State::kErrorValue || state_ == State::kRowsValue) {
    state_ = State::kDocument;
    return true;
  }
  if (const auto elsewhere = ScalarElsewhere(error)) return *elsewhere;
  if (state_ == State::kOther) return EndOther(other_.Null(), error);
  if (!InList()) state_ = State::kRow;
  return true;
}

void PageHandler::SetErrorText(std::string_view text) {
  size_t size = std::min(text.size(), kMaxErrorText);
  while (size < text.size() && size > 0 && IsUtf8Tail(text[size])) --size;
  error_text_ = SanitizeUtf8(text.substr(0, size));
  state_ = State::kDocument;
}

bool PageHandler::EndCell(bool converted, error_code& error) {
  state_ = State::kRow;
  if (!converted) ++malformed_cells_[column_];
  return CheckRowSize(error);
}

bool PageHandler::EndReading(bool converted, error_code& error) {
  const bool in_list = InList();
  const bool ok = EndCell(converted, error);
  if (in_list) Skip(State::kRow, 1);  // Skips its other elements.
  return ok;
}

}  // namespace backlinks::decode
