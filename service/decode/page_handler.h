// The implementation of PageDecoder: turns the events of Boost.JSON's parser
// into rows.
//
// The position in the document is one State. A value that is not needed is
// skipped by counting its depth. A handler returns false to stop the parser;
// problem() or sink_status() is then the reason.
//
// page_handler.cc handles the structure of the document, that is objects,
// arrays, keys and rows; page_handler_values.cc handles the values; and
// page_handler_unexpected.cc what begins where nothing is expected. What both
// of the former use for every cell is inline.
#ifndef BACKLINKS_SERVICE_DECODE_PAGE_HANDLER_H_
#define BACKLINKS_SERVICE_DECODE_PAGE_HANDLER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "boost/json/error.hpp"
#include "boost/json/string_view.hpp"
#include "boost/system/error_code.hpp"
#include "service/decode/cell_reader.h"
#include "service/decode/column_lookup_cache.h"
#include "service/decode/other_columns.h"
#include "service/decode/page_decoder.h"

namespace backlinks::decode {

class PageHandler {
 public:
  using error_code = boost::system::error_code;
  using string_view = boost::json::string_view;

  // Boost.JSON requires these; the limits of DecodeLimits are in bytes.
  static constexpr std::size_t max_object_size = -1;
  static constexpr std::size_t max_array_size = -1;
  static constexpr std::size_t max_key_size = -1;
  static constexpr std::size_t max_string_size = -1;

  PageHandler(const DecodeOptions& options, RowSink& sink)
      : options_(options), sink_(sink), lookup_(options.column_of) {}

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& error);
  bool on_object_end(std::size_t, error_code& error);
  bool on_array_begin(error_code& error);
  bool on_array_end(std::size_t, error_code& error);
  bool on_key_part(string_view part, std::size_t size, error_code& error);
  bool on_key(string_view part, std::size_t size, error_code& error);
  bool on_string_part(string_view part, std::size_t size, error_code& error);
  bool on_string(string_view part, std::size_t size, error_code& error);
  bool on_number_part(string_view part, error_code& error);
  bool on_int64(std::int64_t value, string_view part, error_code& error);
  // Other numbers are parsed from their text, because a double may be rounded.
  bool on_uint64(std::uint64_t, string_view part, error_code& error) {
    return OnNumber(part, error);
  }
  bool on_double(double, string_view part, error_code& error) {
    return OnNumber(part, error);
  }
  bool on_bool(bool value, error_code& error);
  bool on_null(error_code& error);
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

  // Whether the parser is between two rows, or before the first one.
  bool is_between_rows() const { return state_ == State::kRows; }
  // Ignores the next value, which must be a null.
  void IgnoreNull() { Skip(state_, 0); }
  // Passes a row to the sink that the parser did not read. Returns whether the
  // sink accepts more.
  bool PassRow(const Row& row);

  // The reason why the handler stopped the parser. Empty and OK if it did not.
  const std::string& problem() const { return problem_; }
  const absl::Status& sink_status() const { return sink_status_; }

  bool saw_rows() const { return saw_rows_; }
  const std::optional<std::string>& error_text() const { return error_text_; }
  int64_t row_count() const { return row_count_; }
  const std::array<int64_t, kColumnCount + 1>& malformed_cells() const {
    return malformed_cells_;
  }

 private:
  enum class State {
    kStart,      // Before the document's object.
    kDocument,   // In the document, before a key.
    kRowsValue,  // After the key of the rows.
    kErrorValue,
    kRows,     // In the array of rows.
    kRow,      // In a row, before a key.
    kCell,     // After the key of a column that is read exactly.
    kReading,  // After the key of another column, or in its array.
    kOther,    // In a column other than the 25.
    kSkip,     // In a value that is not needed.
  };

  static std::string_view View(string_view text) {
    return {text.data(), text.size()};
  }

  bool Stop(std::string problem, error_code& error);
  // Stops because `what` exceeds `limit`. `flag` names the option that sets the
  // limit, or is empty.
  bool TooLong(std::string_view what, size_t limit, std::string_view flag,
               error_code& error);
  void Skip(State then, int depth) {
    after_skip_ = then;
    skipped_depth_ = depth;
    state_ = State::kSkip;
  }
  bool OpenUnexpected(std::string_view what, error_code& error);
  bool BeginKey(std::string_view key, error_code& error);
  void BeginColumn(std::string_view key);
  void BeginCell();
  bool InList() const { return state_ == State::kReading && reader_.in_list(); }
  bool OpenList() { return state_ == State::kReading && reader_.OpenList(); }
  bool OnNumber(string_view part, error_code& error);
  void SetErrorText(std::string_view text);
  // Handles a scalar where no cell is expected. Empty if a cell is expected
  // here.
  std::optional<bool> ScalarElsewhere(error_code& error);
  bool EndCell(bool converted, error_code& error);
  bool EndReading(bool converted, error_code& error);
  bool EndOther(bool whole, error_code& error) {
    if (whole) state_ = State::kRow;
    return CheckRowSize(error);
  }
  bool CheckRowSize(error_code& error) {
    const size_t size = row_.text_bytes() + other_.size();
    return size <= options_.limits.max_row_bytes || RowTooLong(error);
  }
  bool RowTooLong(error_code& error);
  bool EndRow(error_code& error);

  const DecodeOptions& options_;
  RowSink& sink_;
  State state_ = State::kStart;
  State after_skip_ = State::kDocument;
  int skipped_depth_ = 0;
  std::string key_;   // The received parts of a key.
  std::string text_;  // The received parts of a string or number.
  int column_ = 0;    // In kCell and kReading.
  ColumnType type_ = ColumnType::kString;
  CellReader reader_;  // In kReading.
  ColumnLookupCache lookup_;
  Row row_;
  bool begins_oddly_ = false;  // A text begins with a UTF-8 tail byte.
  OtherColumns other_;
  bool saw_rows_ = false;
  std::optional<std::string> error_text_;
  int64_t row_count_ = 0;
  std::array<int64_t, kColumnCount + 1> malformed_cells_{};
  std::string problem_;
  absl::Status sink_status_;
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_PAGE_HANDLER_H_
