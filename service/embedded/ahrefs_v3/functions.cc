#include "service/embedded/ahrefs_v3/functions.h"

#include <memory>
#include <string>
#include <string_view>

#include "service/common/text/case_fold.h"
#include "service/common/text/utf8.h"
#include "service/common/text/word.h"
#include "service/embedded/ahrefs_v3/url.h"
#include "service/model/regex.h"
#include "utf8proc.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

std::string_view TextOf(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return text == nullptr ? std::string_view()
                         : std::string_view(text, sqlite3_value_bytes(value));
}

bool IsNull(sqlite3_value* value) {
  return sqlite3_value_type(value) == SQLITE_NULL;
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}
bool ContainsFolded(std::string_view text, std::string_view folded) {
  return Contains(text::FoldCase(text), folded);
}
bool HasWordFolded(std::string_view text, std::string_view folded) {
  return text::HasWord(text::FoldCase(text), folded);
}
bool BeginsWith(std::string_view text, std::string_view part) {
  return text.starts_with(part);
}
bool EndsWith(std::string_view text, std::string_view part) {
  return text.ends_with(part);
}

template <bool (*kFunction)(std::string_view, std::string_view)>
void Call(sqlite3_context* context, int, sqlite3_value** values) {
  if (IsNull(values[0])) return;  // The result is NULL.
  sqlite3_result_int(context,
                     kFunction(TextOf(values[0]), TextOf(values[1])) ? 1 : 0);
}

// The expression is compiled once per statement: SQLite stores it with its
// constant argument.
void Regex(sqlite3_context* context, int, sqlite3_value** values) {
  if (IsNull(values[0])) return;
  const std::string_view text = TextOf(values[0]);
  auto* regex = static_cast<RE2*>(sqlite3_get_auxdata(context, 1));
  std::unique_ptr<RE2> made;
  if (regex == nullptr) {
    const std::string_view pattern = TextOf(values[1]);
    made = std::make_unique<RE2>(
        re2::StringPiece(pattern.data(), pattern.size()), RegexOptions(false));
    regex = made.get();
  }
  const re2::StringPiece piece(text.data(), text.size());
  sqlite3_result_int(context, RE2::PartialMatch(piece, *regex) ? 1 : 0);
  if (made == nullptr) return;
  // This is the last use of the object, because SQLite may free it at once.
  sqlite3_set_auxdata(context, 1, made.release(),
                      [](void* kept) { delete static_cast<RE2*>(kept); });
}

template <std::string (*kFunction)(std::string_view)>
void Map(sqlite3_context* context, int, sqlite3_value** values) {
  if (IsNull(values[0])) return;
  const std::string text = kFunction(TextOf(values[0]));
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT,
                        SQLITE_UTF8);
}

void Port(sqlite3_context* context, int, sqlite3_value** values) {
  if (IsNull(values[0])) return;
  const auto port = V3Port(TextOf(values[0]));
  if (port) sqlite3_result_int64(context, *port);
}

using CodePoint = utf8proc_int32_t;

// Maps letter by letter. Bytes that are not UTF-8 are kept.
template <CodePoint (*kMap)(CodePoint)>
std::string MapLetters(std::string_view text) {
  std::string mapped;
  while (!text.empty()) {
    const text::Utf8Character letter = text::ConsumeCharacter(text);
    utf8proc_uint8_t bytes[4];
    if (letter.code_point >= 0) {
      mapped.append(reinterpret_cast<const char*>(bytes),
                    utf8proc_encode_char(kMap(letter.code_point), bytes));
    } else {
      mapped += letter.bytes;
    }
  }
  return mapped;
}

}  // namespace

void AddV3Functions(sqlite3* db) {
  const auto add = [db](const char* name, int arguments, auto function) {
    sqlite3_create_function(db, name, arguments, kFlags, nullptr, function,
                            nullptr, nullptr);
  };
  add("v3_host", 1, &Map<V3Host>);
  add("v3_root_name", 1, &Map<V3RootName>);
  add("v3_tld_class", 1, &Map<V3TldClass>);
  add("v3_plain_url", 1, &Map<V3PlainUrl>);
  add("v3_port", 1, &Port);
  add("v3_uppercase", 1, &Map<MapLetters<utf8proc_toupper>>);
  add("v3_lowercase", 1, &Map<MapLetters<utf8proc_tolower>>);
  add("v3_substring", 2, &Call<Contains>);
  add("v3_isubstring", 2, &Call<ContainsFolded>);
  add("v3_phrase_match", 2, &Call<text::HasWord>);
  add("v3_iphrase_match", 2, &Call<HasWordFolded>);
  add("v3_prefix", 2, &Call<BeginsWith>);
  add("v3_suffix", 2, &Call<EndsWith>);
  add("v3_regex", 2, &Regex);
}

}  // namespace backlinks::embedded::ahrefs_v3
