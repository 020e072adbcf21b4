#include "client/cpp/cli/hyphen_word.h"

#include <algorithm>
#include <string_view>

#include "client/cpp/cli/command_text.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

using Words = std::vector<std::string>;

bool IsHyphenWord(std::string_view word) {
  return word.size() > 1 && word[0] == '-' && word[1] != '-' && word != "-h";
}

// Returns the command that the words call, or null.
const CLI::App* CommandOf(const CLI::App& app, const Words& words) {
  const auto commands =
      app.get_subcommands([](const CLI::App*) { return true; });
  for (const std::string& word : words) {
    const auto command = std::find_if(
        commands.begin(), commands.end(),
        [&](const CLI::App* one) { return one->get_name() == word; });
    if (command != commands.end()) return *command;
  }
  return nullptr;
}

// Whether the next word is the value of this one.
bool IsFollowedByValue(const CLI::App& app, const CLI::App* command,
                       const std::string& word) {
  if (word.rfind("--", 0) != 0) return false;
  const CLI::Option* option = app.get_option_no_throw(word);
  if (option == nullptr && command != nullptr) {
    option = command->get_option_no_throw(word);
  }
  return option != nullptr && option->get_items_expected_min() > 0;
}

bool HasPositional(const CLI::App& command) {
  const auto options = command.get_options();
  return std::any_of(
      options.begin(), options.end(),
      [](const CLI::Option* option) { return option->get_positional(); });
}

// Returns how to write the word; empty if the command takes no text at all.
std::string Advice(const CLI::App& command, const Words& words,
                   Words::const_iterator at) {
  if (command.get_option_no_throw("--where") != nullptr) {
    return fmt::format(
        "; write a filter as --where={}, other text that begins with a hyphen "
        "after \"--\"",
        ShellQuote(*at));
  }
  if (!HasPositional(command)) return "";
  std::string line;
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (word != at && *word != "--") line += ShellQuote(*word) + ' ';
  }
  return fmt::format(
      "; write text that begins with a hyphen after \"--\": {}-- {}", line,
      ShellQuote(*at));
}

}  // namespace

std::optional<std::string> HyphenWordError(const CLI::App& app,
                                           const Words& words) {
  if (words.empty()) return std::nullopt;
  const CLI::App* const command = CommandOf(app, words);
  const auto end = std::find(words.begin(), words.end(), "--");
  for (auto word = words.begin() + 1; word < end; ++word) {
    if (IsFollowedByValue(app, command, *word)) {
      ++word;
    } else if (IsHyphenWord(*word)) {
      return fmt::format("{} is not an option{}", ShellQuote(*word),
                         command ? Advice(*command, words, word) : "");
    }
  }
  return std::nullopt;
}

}  // namespace backlinks::cli
