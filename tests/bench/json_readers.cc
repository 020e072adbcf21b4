#include "tests/bench/json_readers.h"

#include <cstdint>
#include <string_view>

#include "boost/json/basic_parser_impl.hpp"
#include "boost/json/monotonic_resource.hpp"
#include "boost/json/parse.hpp"
#include "boost/system/error_code.hpp"
#include "service/common/column/column.h"

namespace backlinks::bench {
namespace {

namespace ondemand = simdjson::ondemand;

// Reads a cell, and adds something of it to `sum`, so that the compiler cannot
// omit the reading.
simdjson::error_code ReadCell(ondemand::value value, ColumnType type,
                              uint64_t& sum) {
  bool is_null = false;
  if (const auto error = value.is_null().get(is_null)) return error;
  if (is_null) return simdjson::SUCCESS;
  if (type == ColumnType::kInt64) {
    int64_t number = 0;
    const auto error = value.get_int64().get(number);
    sum += static_cast<uint64_t>(number);
    return error;
  }
  if (type == ColumnType::kBool) {
    bool is_true = false;
    const auto error = value.get_bool().get(is_true);
    sum += is_true ? 1 : 0;
    return error;
  }
  std::string_view text;
  const auto error = value.get_string().get(text);
  sum += text.size();
  return error;
}

simdjson::error_code ReadRow(ondemand::object row, uint64_t& sum) {
  for (const Column& column : AllColumns()) {
    ondemand::value value;
    if (const auto error = row.find_field(column.name).get(value)) return error;
    if (const auto error = ReadCell(value, column.type, sum)) return error;
  }
  return simdjson::SUCCESS;
}

simdjson::error_code ReadRows(ondemand::parser& parser,
                              const simdjson::padded_string& text,
                              uint64_t& sum) {
  ondemand::document document;
  if (const auto error = parser.iterate(text).get(document)) return error;
  ondemand::array rows;
  if (const auto error = document["refpages"].get_array().get(rows)) {
    return error;
  }
  for (auto element : rows) {
    ondemand::object row;
    if (const auto error = element.get_object().get(row)) return error;
    if (const auto error = ReadRow(row, sum)) return error;
  }
  return simdjson::SUCCESS;
}

struct NoHandler {
  static constexpr size_t max_object_size = -1;
  static constexpr size_t max_array_size = -1;
  static constexpr size_t max_key_size = -1;
  static constexpr size_t max_string_size = -1;
  using error_code = boost::system::error_code;
  using string_view = boost::json::string_view;
  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return true; }
  bool on_object_end(size_t, error_code&) { return true; }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(size_t, error_code&) { return true; }
  bool on_key_part(string_view, size_t, error_code&) { return true; }
  bool on_key(string_view, size_t, error_code&) { return true; }
  bool on_string_part(string_view, size_t, error_code&) { return true; }
  bool on_string(string_view, size_t, error_code&) { return true; }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(int64_t, string_view, error_code&) { return true; }
  bool on_uint64(uint64_t, string_view, error_code&) { return true; }
  bool on_double(double, string_view, error_code&) { return true; }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

}  // namespace

bool ColumnReader::Read(const simdjson::padded_string& document) {
  uint64_t sum = 0;
  return ReadRows(parser_, document, sum) == simdjson::SUCCESS && sum > 0;
}

bool ParseWithoutHandler(std::string_view document, size_t piece_bytes) {
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  boost::json::basic_parser<NoHandler> parser(options);
  boost::system::error_code error;
  for (size_t at = 0; at < document.size(); at += piece_bytes) {
    const std::string_view piece = document.substr(at, piece_bytes);
    parser.write_some(true, piece.data(), piece.size(), error);
    if (error) return false;
  }
  return true;
}

bool MakeSimdjsonTree(const simdjson::padded_string& document) {
  simdjson::dom::parser parser;
  return parser.parse(document).error() == simdjson::SUCCESS;
}

bool MakeBoostTree(std::string_view document) {
  boost::system::error_code error;
  boost::json::monotonic_resource memory;
  boost::json::parse({document.data(), document.size()}, error, &memory);
  return !error;
}

}  // namespace backlinks::bench
