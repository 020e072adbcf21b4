#include "client/cpp/cli/command_text.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "service/common/text/terminal_text.h"
#include "service/common/text/utf8.h"

namespace backlinks::cli {
namespace {

constexpr std::string_view kHarmless = "@%+=:,./-_";

bool IsHarmless(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         kHarmless.find(c) != kHarmless.npos;
}

// A POSIX shell has no escapes within quotes. The double quotes keep the result
// a single word.
std::string PrintfCall(std::string_view bytes) {
  std::string call = "\"$(printf '";
  for (const char c : bytes) {
    call += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
  }
  return call + "')\"";
}

std::string QuotedCharacter(const text::Utf8Character& character) {
  if (character.bytes == "'") return "'\\''";
  const bool is_blank = character.bytes == "\n" || character.bytes == "\t";
  if (is_blank || !text::ControlsTerminal(character.code_point)) {
    return std::string(character.bytes);
  }
  return '\'' + PrintfCall(character.bytes) + '\'';
}

}  // namespace

std::string ShellQuote(std::string_view word) {
  if (!word.empty() && std::all_of(word.begin(), word.end(), IsHarmless)) {
    return std::string(word);
  }
  std::string quoted = "'";
  while (!word.empty()) quoted += QuotedCharacter(text::ConsumeCharacter(word));
  return quoted + "'";
}

std::string ContinuedCommand(const std::vector<std::string>& words,
                             std::string_view option, std::string_view value,
                             std::string_view flag) {
  // A single word, because a token may begin with a hyphen; before a "--",
  // because no option may follow that.
  const auto end = std::find(words.begin(), words.end(), "--");
  const std::string with_value = fmt::format("{}=", option);
  std::vector<std::string> quoted;
  for (auto word = words.begin(); word != end; ++word) {
    if (*word == option) {
      if (std::next(word) != end) ++word;
    } else if (word->compare(0, with_value.size(), with_value) != 0) {
      quoted.push_back(ShellQuote(*word));
    }
  }
  if (!flag.empty() && std::find(words.begin(), end, flag) == end) {
    quoted.emplace_back(flag);
  }
  quoted.push_back(ShellQuote(fmt::format("{}{}", with_value, value)));
  std::transform(end, words.end(), std::back_inserter(quoted), ShellQuote);
  return fmt::format("{}", fmt::join(quoted, " "));
}

}  // namespace backlinks::cli
