#include "service/decode/page_handler.h"

#include <limits>
#include <utility>

#include "fmt/format.h"
#include "service/decode/cell_conversion.h"
#include "service/status/status.h"
#include "simdjson.h"

namespace backlinks {
namespace {

constexpr size_t kMaxErrorText = 1024;

std::string_view View(boost::json::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

bool PageHandler::Stop(absl::Status status, error_code& error) {
  status_ = std::move(status);
  // Any error stops the parser; status_ is what is told.
  error = boost::system::errc::make_error_code(
      boost::system::errc::operation_canceled);
  return false;
}

bool PageHandler::TooLong(std::string_view what, size_t limit,
                          error_code& error) {
  return Stop(
      MakeError(Reason::kUpstreamMalformed,
                fmt::format("{} above the limit of {} bytes", what, limit),
                {{"limit_bytes", fmt::to_string(limit)}}),
      error);
}

void PageHandler::Skip(State then) {
  after_skip_ = then;
  skipped_depth_ = 1;
  state_ = State::kSkip;
}

void PageHandler::CloseSkipped() {
  if (--skipped_depth_ == 0) state_ = after_skip_;
}

bool PageHandler::on_object_begin(error_code& error) {
  switch (state_) {
    case State::kStart:
      state_ = State::kDocument;
      return true;
    case State::kRows:
      row_.Clear();
      state_ = State::kRow;
      return true;
    case State::kOther:
      EndOther(other_.OpenObject());
      return true;
    case State::kSkip:
      ++skipped_depth_;
      return true;
    case State::kCell:
      ++malformed_cells_[column_];
      row_.Erase(column_);
      Skip(State::kRow);
      return true;
    case State::kErrorValue:
      error_text_ = "";
      Skip(State::kDocument);
      return true;
    default:
      return Stop(MakeError(Reason::kUpstreamMalformed,
                            "an object where an array of rows should be"),
                  error);
  }
}

bool PageHandler::on_array_begin(error_code& error) {
  switch (state_) {
    case State::kRowsValue:
      saw_rows_ = true;
      state_ = State::kRows;
      return true;
    case State::kOther:
      EndOther(other_.OpenArray());
      return true;
    case State::kStart:
    case State::kRows:
      return Stop(MakeError(Reason::kUpstreamMalformed,
                            "an array where an object should be"),
                  error);
    default:
      return on_object_begin(error);
  }
}

bool PageHandler::on_object_end(std::size_t, error_code& error) {
  switch (state_) {
    case State::kRow:
      return EndRow(error);
    case State::kOther:
      EndOther(other_.Close());
      return true;
    case State::kSkip:
      CloseSkipped();
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
    return TooLong("a key", options_.limits.max_key_bytes, error);
  }
  key_.append(part.data(), part.size());
  return true;
}

bool PageHandler::on_key(string_view part, std::size_t size,
                         error_code& error) {
  if (state_ == State::kSkip) return true;
  if (key_.empty() && size <= options_.limits.max_key_bytes) {
    return BeginKey(View(part));
  }
  if (!on_key_part(part, size, error)) return false;
  BeginKey(key_);
  key_.clear();
  return true;
}

bool PageHandler::BeginKey(std::string_view key) {
  if (state_ == State::kOther) {
    other_.Key(key);
  } else if (state_ == State::kRow) {
    return BeginColumn(key);
  } else if (key == options_.rows_key) {
    state_ = State::kRowsValue;
  } else if (key == "error") {
    state_ = State::kErrorValue;
  } else {
    Skip(State::kDocument);
    skipped_depth_ = 0;
  }
  return true;
}

bool PageHandler::BeginColumn(std::string_view key) {
  column_ = options_.column_of(key);
  if (column_ != 0 && options_.wanted[column_]) {
    type_ = GetColumn(column_).type;
    state_ = State::kCell;
  } else if (column_ == 0 && options_.keep_other_columns) {
    other_.Begin(row_.mutable_other_columns(), key);
    state_ = State::kOther;
  } else {
    Skip(State::kRow);
    skipped_depth_ = 0;
  }
  return true;
}

size_t PageHandler::text_limit() const {
  return state_ == State::kErrorValue ? std::numeric_limits<size_t>::max()
                                      : options_.limits.max_cell_bytes;
}

bool PageHandler::on_string_part(string_view part, std::size_t size,
                                 error_code& error) {
  if (state_ == State::kSkip) return true;
  if (size > text_limit()) {
    return TooLong("a cell", options_.limits.max_cell_bytes, error);
  }
  // Of an error no more is kept than is told.
  if (state_ == State::kErrorValue && text_.size() > kMaxErrorText) return true;
  text_.append(part.data(), part.size());
  return true;
}

bool PageHandler::on_string(string_view part, std::size_t size,
                            error_code& error) {
  std::string_view text = View(part);
  const bool whole = text.size() == size;
  if (state_ != State::kSkip && (!whole || size > text_limit())) {
    if (!on_string_part(part, size, error)) return false;
    text = text_;
  }
  if (state_ == State::kErrorValue) {
    error_text_ = std::string(text.substr(0, kMaxErrorText));
    state_ = State::kDocument;
  } else if (const auto elsewhere = ScalarElsewhere(error)) {
    return *elsewhere;
  } else if (state_ == State::kOther) {
    EndOther(other_.Text(text));
  } else {
    EndCell(SetFromText(type_, column_, text, row_));
  }
  text_.clear();
  return true;
}

std::optional<bool> PageHandler::ScalarElsewhere(error_code& error) {
  switch (state_) {
    case State::kCell:
    case State::kOther:
      return std::nullopt;
    case State::kSkip:
      if (skipped_depth_ == 0) state_ = after_skip_;
      return true;
    case State::kErrorValue:
      error_text_ = "";
      state_ = State::kDocument;
      return true;
    default:
      return Stop(
          MakeError(Reason::kUpstreamMalformed, "a value where rows should be"),
          error);
  }
}

bool PageHandler::on_int64(std::int64_t value, string_view, error_code& error) {
  if (const auto elsewhere = ScalarElsewhere(error)) return *elsewhere;
  if (state_ == State::kOther) {
    EndOther(other_.Number(static_cast<double>(value)));
  } else {
    EndCell(SetFromInt(type_, column_, value, row_));
  }
  return true;
}

bool PageHandler::on_uint64(std::uint64_t value, string_view,
                            error_code& error) {
  // Only what is above int64's largest comes here.
  if (const auto elsewhere = ScalarElsewhere(error)) return *elsewhere;
  if (state_ == State::kOther) {
    EndOther(other_.Number(static_cast<double>(value)));
  } else {
    EndCell(false);
  }
  return true;
}

bool PageHandler::on_double(double value, string_view, error_code& error) {
  if (const auto elsewhere = ScalarElsewhere(error)) return *elsewhere;
  if (state_ == State::kOther) {
    EndOther(other_.Number(value));
  } else {
    EndCell(SetFromDouble(type_, column_, value, row_));
  }
  return true;
}

bool PageHandler::on_bool(bool value, error_code& error) {
  if (const auto elsewhere = ScalarElsewhere(error)) return *elsewhere;
  if (state_ == State::kOther) {
    EndOther(other_.Bool(value));
  } else {
    EndCell(SetFromBool(type_, column_, value, row_));
  }
  return true;
}

bool PageHandler::on_null(error_code& error) {
  if (state_ == State::kErrorValue) {  // {"error":null} is no error.
    state_ = State::kDocument;
    return true;
  }
  if (const auto elsewhere = ScalarElsewhere(error)) return *elsewhere;
  if (state_ == State::kOther) {
    EndOther(other_.Null());
  } else {
    row_.Erase(column_);
    state_ = State::kRow;
  }
  return true;
}

void PageHandler::EndCell(bool converted) {
  state_ = State::kRow;
  if (converted) return;
  ++malformed_cells_[column_];
  row_.Erase(column_);
}

void PageHandler::EndOther(bool whole) {
  if (whole) state_ = State::kRow;
}

bool PageHandler::EndRow(error_code& error) {
  state_ = State::kRows;
  const std::string_view text = row_.all_text();
  if (text.size() > options_.limits.max_row_bytes) {
    return TooLong("a row", options_.limits.max_row_bytes, error);
  }
  if (!simdjson::validate_utf8(text.data(), text.size())) MendRow();
  ++row_count_;
  absl::Status status = sink_.OnRow(row_);
  return status.ok() || Stop(std::move(status), error);
}

void PageHandler::MendRow() {
  for (const Column& column : AllColumns()) {
    if (!row_.has(column.number)) continue;
    const std::string_view text = row_.text(column.number);
    if (simdjson::validate_utf8(text.data(), text.size())) continue;
    ++malformed_cells_[column.number];
    row_.SetWord(column.number, row_.number(column.number), MendUtf8(text));
  }
}

}  // namespace backlinks
