// Random documents in random pieces against the whole document's tree.
#include <cmath>
#include <string>

#include "boost/json/parse.hpp"
#include "boost/json/value.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "service/decode/cell_conversion.h"
#include "service/decode/surrogate_repairer.h"
#include "service/decode/utf8.h"
#include "tests/decode/recorder.h"
#include "tests/support/random_source.h"

namespace backlinks::decode {
namespace {

namespace json = boost::json;
using decode_testing::AllOptions;
using decode_testing::Decode;
using decode_testing::RowText;
using testing_support::PrintedSeed;
using testing_support::RandomSource;

constexpr std::string_view kNumbers[] = {"0",
                                         "1",
                                         "21",
                                         "-7",
                                         "21.0",
                                         "2.5",
                                         "2.1e1",
                                         "1e5",
                                         "1E-3",
                                         "1e400",
                                         "-1.5e+2",
                                         "9223372036854775807",
                                         "18446744073709551615",
                                         "123456789012345678901234567890"};
constexpr std::string_view kTexts[] = {"",
                                       "21",
                                       "21.5",
                                       "true",
                                       "2013-10-26",
                                       "href",
                                       "a\\nb",
                                       "\\u65e5\\ud83d\\ude00",
                                       "2013-10-26T20:19:04Z",
                                       "日本",
                                       "\xFF",
                                       "a\xC3",
                                       "\xA9z",
                                       "\\\\ud83d\\\""};

std::string RandomValue(RandomSource& random, int depth);

std::string RandomObject(RandomSource& random, int depth) {
  std::string text = "{";
  for (int64_t i = random.Below(4); i > 0; --i) {
    text += fmt::format("\"k{}\":{}{}", i, RandomValue(random, depth - 1),
                        i > 1 ? "," : "");
  }
  return text + "}";
}

std::string RandomArray(RandomSource& random, int depth) {
  std::string text = "[";
  for (int64_t i = random.Below(4); i > 0; --i) {
    text += RandomValue(random, depth - 1) + (i > 1 ? " , " : "");
  }
  return text + "]";
}

std::string RandomValue(RandomSource& random, int depth) {
  const int64_t kind = random.Below(depth > 0 ? 12 : 10);
  if (kind < 5) return fmt::format("\"{}\"", random.Pick(kTexts));
  if (kind < 8) return std::string(random.Pick(kNumbers));
  if (kind < 9) return random.Percent(50) ? "true" : "false";
  if (kind < 10) return "null";
  return kind < 11 ? RandomObject(random, depth) : RandomArray(random, depth);
}

std::string RandomRow(RandomSource& random) {
  std::string row = "{";
  const auto member = [&](std::string_view name) {
    if (row.size() > 1) row += random.Percent(10) ? " ,\n" : ",";
    row += fmt::format("\"{}\":{}", name, RandomValue(random, 3));
  };
  const bool ordered = random.Percent(80);
  for (const Column& column : AllColumns()) {
    if (random.Percent(70)) member(column.name);
    if (!ordered && random.Percent(10)) member("x" + column.name);
  }
  return row + "}";
}

std::string RandomDocument(RandomSource& random) {
  std::string text = "{";
  if (random.Percent(30)) text += "\"stats\":" + RandomValue(random, 4) + ",";
  text += "\"refpages\":[";
  for (int64_t i = random.Below(5); i > 0; --i) {
    text += RandomRow(random) + (i > 1 ? "," : "");
  }
  return text + (random.Percent(30) ? "],\"end\":null}\n" : "]}");
}

bool NaiveNumber(ColumnType type, int column, double value,
                 std::string_view written, Row& row) {
  if (type == ColumnType::kString) {
    row.SetText(column, written);
    return true;
  }
  const bool whole = value == std::trunc(value) && std::abs(value) < 9.3e18;
  if (type == ColumnType::kInt64 && whole) {
    row.SetNumber(column, static_cast<int64_t>(value));
    return true;
  }
  if (type == ColumnType::kBool && (value == 0 || value == 1)) {
    row.SetNumber(column, static_cast<int64_t>(value));
    return true;
  }
  return false;
}

// What a cell becomes; false: malformed.
bool NaiveCell(const Column& column, const json::value& value,
               std::string_view written, Row& row) {
  const int number = column.number;
  if (value.is_null()) return true;
  if (value.is_bool()) {
    return SetFromBool(column.type, number, value.get_bool(), row);
  }
  if (value.is_string()) {
    const std::string text(value.get_string().c_str(),
                           value.get_string().size());
    const bool set = SetFromText(column.type, number, SanitizeUtf8(text), row);
    const bool is_text = column.type == ColumnType::kString ||
                         column.type == ColumnType::kLinkType;
    return set && (!is_text || ValidUtf8(text));
  }
  if (value.is_int64() && column.type == ColumnType::kInt64) {
    row.SetNumber(number, value.get_int64());
    return true;
  }
  if (!value.is_number()) return false;
  return NaiveNumber(column.type, number, value.to_number<double>(), written,
                     row);
}

// The text of a member's value in its row: keys of rows come once, and are
// nowhere else.
std::string_view Written(std::string_view row, const std::string& name) {
  const size_t key = row.find("\"" + name + "\":");
  const std::string_view rest = row.substr(key + name.size() + 3);
  return rest.substr(0, rest.find_first_of(",} \n"));
}

struct Naive {
  std::string rows;
  std::array<int64_t, kColumnCount + 1> malformed{};
};

void AddRow(const json::object& members, std::string_view text, Naive& naive) {
  Row row;
  for (const Column& column : AllColumns()) {
    const json::value* const value = members.if_contains(column.name);
    if (value == nullptr) continue;
    if (!NaiveCell(column, *value, Written(text, column.name), row)) {
      ++naive.malformed[column.number];
    }
  }
  naive.rows += RowText(row) + "\n";
}

json::parse_options LaxOptions() {
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  return options;
}

// Decodes rows one at a time in the way that is easiest to trust.
std::string DecodeNaively(const std::vector<std::string>& rows) {
  Naive naive;
  for (const std::string& row : rows) {
    AddRow(json::parse(row, {}, LaxOptions()).as_object(), row, naive);
  }
  for (int column = 1; column <= kColumnCount; ++column) {
    if (naive.malformed[column] == 0) continue;
    naive.rows += fmt::format("malformed {}:{}\n", GetColumn(column).name,
                              naive.malformed[column]);
  }
  return naive.rows + "OK";
}

std::vector<std::string_view> RandomPieces(std::string_view text,
                                           RandomSource& random) {
  std::vector<std::string_view> pieces;
  const int64_t max = random.Percent(50) ? 8 : 300;
  while (!text.empty()) {
    const size_t size = random.Below(max);
    pieces.push_back(text.substr(0, size));
    text.remove_prefix(std::min(size, text.size()));
  }
  return pieces;
}

TEST(PageDecoderProperty, RandomRowsMatchTheirTrees) {
  RandomSource random(PrintedSeed());
  for (int i = 0; i < 1500; ++i) {
    std::vector<std::string> rows;
    std::string document = "{\"refpages\":[";
    for (int64_t n = random.Below(4); n >= 0; --n) {
      rows.push_back(RandomRow(random));
      document += (rows.size() > 1 ? "," : "") + rows.back();
    }
    document += "]}";
    ASSERT_EQ(Decode(RandomPieces(document, random), AllOptions()),
              DecodeNaively(rows))
        << document;
  }
}

// Without the offset: where a limit is passed depends on the pieces.
std::string WithoutOffset(const std::string& outcome) {
  return outcome.substr(0, outcome.rfind(" at byte "));
}

void Mutilate(std::string& document, RandomSource& random) {
  static constexpr std::string_view kPieces[] = {
      "\"",        "\\", "{", "}", "[", "]",    ",",    ":", "\\ud83d",
      "\\ude00",   "1",  "e", "-", ".", "null", "\xFF", " ", "\"refpages\":",
      "\"error\":"};
  for (int64_t n = random.Below(4); n >= 0; --n) {
    const size_t at = random.Below(static_cast<int64_t>(document.size()));
    const size_t size = random.Below(4);
    document.replace(at, size, random.Pick(kPieces));
  }
}

TEST(PageDecoderProperty, MutilatedDocumentsHaveOneOutcomeInEverySplit) {
  RandomSource random(PrintedSeed());
  for (int i = 0; i < 1500; ++i) {
    std::string document = RandomDocument(random);
    Mutilate(document, random);
    DecodeOptions options = AllOptions();
    options.keep_other_columns = random.Percent(50);
    options.limits.max_key_bytes = 1 << 20;  // Or a cut key has two outcomes.
    options.limits.max_depth = 7;
    const std::string whole = Decode(document, options);
    for (int split = 0; split < 4; ++split) {
      options.scan_rows = split % 2 != 0;
      ASSERT_EQ(WithoutOffset(Decode(RandomPieces(document, random), options)),
                WithoutOffset(whole))
          << document;
    }
  }
}

// After half surrogates are repaired, everything that is not JSON is rejected.
TEST(PageDecoderProperty, WhatBoostRejectsIsRejected) {
  RandomSource random(PrintedSeed());
  int rejected = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string document = RandomDocument(random);
    Mutilate(document, random);
    SurrogateRepairer repairer;
    std::string sanitized(repairer.Sanitize(document));
    sanitized += repairer.Flush();
    boost::system::error_code error;
    json::parse(sanitized, error, {}, LaxOptions());
    if (!error) continue;
    ++rejected;
    ASSERT_FALSE(Decode(document, AllOptions()).ends_with("OK")) << document;
  }
  EXPECT_GT(rejected, 500);
}

}  // namespace
}  // namespace backlinks::decode
