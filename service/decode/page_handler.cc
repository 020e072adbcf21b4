// Handles the structure of the document: objects, arrays, keys and rows.
#include "service/decode/page_handler.h"

#include <utility>

#include "fmt/format.h"
#include "service/decode/row_repairer.h"
#include "service/decode/utf8.h"

namespace backlinks::decode {
namespace {

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

bool PageHandler::RowTooLong(error_code& error) {
  return TooLong("a row", options_.limits.max_row_bytes, " (--max_row_bytes)",
                 error);
}

bool PageHandler::EndRow(error_code& error) {
  state_ = State::kRows;
  // Cells are checked together, so halves of a character at the end of one and
  // the beginning of another would pass as valid.
  if (begins_oddly_ || !ValidUtf8(row_.owned_text())) {
    SanitizeRow(row_, malformed_cells_);
  }
  malformed_cells_[0] = other_.malformed_count();
  const bool is_passed = PassRow(row_);
  sink_.OnRowEnds();
  return is_passed || Halt(error);
}

bool PageHandler::PassRow(const Row& row) {
  ++row_count_;
  sink_status_ = sink_.OnRow(row);
  return sink_status_.ok();
}

}  // namespace backlinks::decode
