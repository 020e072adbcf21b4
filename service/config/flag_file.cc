#include "service/config/flag_file.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "service/common/file/small_file.h"
#include "service/config/option_error.h"

namespace backlinks::config {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kQuotes = "\"'";
constexpr const char* kForm =
    "must be \"name = value\", a comment that begins with #, or empty";

std::string_view Stripped(std::string_view text) {
  const absl::string_view trimmed =
      absl::StripAsciiWhitespace({text.data(), text.size()});
  return {trimmed.data(), trimmed.size()};
}

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ||
         c == '-';
}

// Returns the text before a "#" that is first or after white space.
std::string_view WithoutComment(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_separate =
        i == 0 || absl::ascii_isspace(static_cast<unsigned char>(text[i - 1]));
    if (text[i] == '#' && is_separate) return text.substr(0, i);
  }
  return text;
}

absl::StatusOr<std::string> ParseQuoted(std::string_view text) {
  const size_t end = text.find(text.front(), 1);
  if (end == std::string_view::npos) {
    return absl::InvalidArgumentError(fmt::format(
        "a value that begins with {0} must end with {0}", text.substr(0, 1)));
  }
  if (!Stripped(WithoutComment(text.substr(end + 1))).empty()) {
    return absl::InvalidArgumentError(
        "after the closing quote of a value only a comment is allowed");
  }
  return std::string(text.substr(1, end - 1));
}

// Parses what is after the "=".
absl::StatusOr<std::string> ParseValue(std::string_view text) {
  const std::string_view value = Stripped(text);
  const bool is_quoted =
      !value.empty() && kQuotes.find(value.front()) != std::string_view::npos;
  if (is_quoted) return ParseQuoted(value);
  // The white space before a "#" may be all that is before it.
  return std::string(Stripped(WithoutComment(text)));
}

// Empty for a line without a flag.
absl::StatusOr<std::optional<FlagLine>> ParseLine(std::string_view text) {
  std::string_view line = Stripped(text);
  if (line.empty() || line.front() == '#') return std::nullopt;
  const size_t equals = line.find('=');
  if (equals == std::string_view::npos) {
    return absl::InvalidArgumentError(kForm);
  }
  std::string_view name = Stripped(line.substr(0, equals));
  if (name.substr(0, 2) == "--") name.remove_prefix(2);
  if (name.empty() || !std::all_of(name.begin(), name.end(), IsNameCharacter)) {
    return absl::InvalidArgumentError(kForm);
  }
  absl::StatusOr<std::string> value = ParseValue(line.substr(equals + 1));
  if (!value.ok()) return value.status();
  return FlagLine{.name = std::string(name), .value = *std::move(value)};
}

}  // namespace

std::string FlagFilePlace(const std::string& path, int line) {
  return fmt::format("--flagfile {}:{}", path, line);
}

absl::StatusOr<std::vector<FlagLine>> ParseFlagFile(std::string_view text,
                                                    const std::string& path) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text.remove_prefix(kByteOrderMark.size());
  }
  std::vector<FlagLine> lines;
  int number = 0;
  for (const absl::string_view line :
       absl::StrSplit(absl::string_view(text.data(), text.size()), '\n')) {
    ++number;
    auto flag = ParseLine({line.data(), line.size()});
    if (!flag.ok()) {
      return WrongOption(FlagFilePlace(path, number), flag.status());
    }
    if (!flag->has_value()) continue;
    (*flag)->number = number;
    lines.push_back(**std::move(flag));
  }
  return lines;
}

absl::StatusOr<std::vector<FlagLine>> ReadFlagFile(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadSmallFile(path);
  if (!text.ok()) return WrongOption("--flagfile " + path, text.status());
  return ParseFlagFile(*text, path);
}

}  // namespace backlinks::config
