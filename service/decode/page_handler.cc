#include "service/decode/page_handler.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "service/decode/cell_conversion.h"
#include "service/decode/row_repairer.h"
#include "service/decode/utf8.h"

namespace backlinks {
namespace {

constexpr size_t kMaxErrorText = 1024;

std::string_view View(boost::json::string_view text) {
  return {text.data(), text.size()};
}

// Stops the parser, which any error code does; the reason is stored separately.
bool Halt(PageHandler::error_code& error) {
  error = boost::system::errc::make_error_code(
      boost::system::errc::operation_canceled);
  return false;
}

}  // namespace

bool PageHandler::Stop(std::string problem, error_code& error) {
  problem_ = std::move(problem);
  return Halt(error);
}

bool PageHandler::TooLong(std::string_view what, size_t limit,
                          std::string_view flag, error_code& error) {
  return Stop(
      fmt::format("{} above the limit of {} bytes{}", what, limit, flag),
      error);
}

void PageHandler::Skip(State then, int depth) {
  after_skip_ = then;
  skipped_depth_ = depth;
  state_ = State::kSkip;
}

bool PageHandler::on_object_begin(error_code& error) {
  switch (state_) {
    case State::kStart:
      state_ = State::kDocument;
      return true;
    case State::kRows:
      row_.Clear();
      other_.Clear();
      lookup_.Restart();
      begins_oddly_ = false;
      state_ = State::kRow;
      return true;
    case State::kOther:
      return EndOther(other_.OpenObject(), error);
    default:
      return OpenUnexpected("an object", error);
  }
}

bool PageHandler::on_array_begin(error_code& error) {
  switch (state_) {
    case State::kRowsValue:
      saw_rows_ = true;
      state_ = State::kRows;
      return true;
    case State::kOther:
      return EndOther(other_.OpenArray(), error);
    default:
      return OpenList() || OpenUnexpected("an array", error);
  }
}

bool PageHandler::on_object_end(std::size_t, error_code& error) {
  switch (state_) {
    case State::kRow:
      return EndRow(error);
    case State::kOther:
      return EndOther(other_.Close(), error);
    case State::kSkip:
      if (--skipped_depth_ == 0) state_ = after_skip_;
      return true;
    case State::kReading:  // An empty array, or one of nulls.
      state_ = State::kRow;
      return true;
    default:
      return true;
  }
}

bool PageHandler::on_array_end(std::size_t, error_code& error) {
  if (state_ == State::kRows) {
    state_ = State::kDocument;
    return true;
  }
  return on_object_end(0, error);
}

bool PageHandler::on_key_part(string_view part, std::size_t size,
                              error_code& error) {
  if (state_ == State::kSkip) return true;
  if (size > options_.limits.max_key_bytes) {
    return TooLong("a key", options_.limits.max_key_bytes, "", error);
  }
  key_.append(part.data(), part.size());
  return true;
}

bool PageHandler::on_key(string_view part, std::size_t size,
                         error_code& error) {
  if (state_ == State::kSkip) return true;
  if (part.size() == size && size <= options_.limits.max_key_bytes) {
    return BeginKey(View(part), error);
  }
  if (!on_key_part(part, size, error)) return false;
  const bool ok = BeginKey(key_, error);
  key_.clear();
  return ok;
}

bool PageHandler::BeginKey(std::string_view key, error_code& error) {
  if (state_ == State::kOther) {
    return EndOther(other_.Key(key), error);
  }
  if (state_ == State::kRow) {
    BeginColumn(key);
  } else if (key == options_.rows_key) {
    if (saw_rows_) return Stop("a second array of rows", error);
    state_ = State::kRowsValue;
  } else if (key == "error") {
    state_ = State::kErrorValue;
  } else {
    Skip(State::kDocument, 0);
  }
  return true;
}

void PageHandler::BeginColumn(std::string_view key) {
  column_ = lookup_.ColumnOf(key);
  if (column_ != 0 && options_.wanted[column_]) {
    row_.Erase(column_);  // If a key occurs twice, the last one counts.
    BeginCell();
  } else if (column_ == 0 && options_.keep_other_columns) {
    other_.Begin(row_.mutable_other_columns(), key);
    state_ = State::kOther;
  } else {
    Skip(State::kRow, 0);
  }
}

void PageHandler::BeginCell() {
  const Column& column = GetColumn(column_);
  const CellReading reading = options_.readings[column_];
  type_ = column.type;
  state_ = State::kCell;
  if (reading == CellReading::kExact) return;
  state_ = State::kReading;
  reader_.Begin(reading, column);
}

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

bool PageHandler::EndOther(bool whole, error_code& error) {
  if (whole) state_ = State::kRow;
  return CheckRowSize(error);
}

bool PageHandler::CheckRowSize(error_code& error) {
  const size_t size = row_.all_text().size() + other_.size();
  if (size <= options_.limits.max_row_bytes) return true;
  return TooLong("a row", options_.limits.max_row_bytes, " (--max_row_bytes)",
                 error);
}

bool PageHandler::EndRow(error_code& error) {
  state_ = State::kRows;
  // Cells are checked together, so halves of a character at the end of one and
  // the beginning of another would pass as valid.
  if (begins_oddly_ || !ValidUtf8(row_.all_text())) {
    SanitizeRow(row_, malformed_cells_);
  }
  malformed_cells_[0] = other_.malformed_count();
  ++row_count_;
  sink_status_ = sink_.OnRow(row_);
  return sink_status_.ok() || Halt(error);
}

}  // namespace backlinks
