#include "client/cpp/cli/completion.h"

#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "service/common/column/column.h"

namespace backlinks::cli {
namespace {

bool TakesValue(const CLI::Option& option) {
  return option.get_items_expected_max() > 0;
}

// The position of the word being typed.
struct Place {
  const CLI::App* command;
  const CLI::Option* option = nullptr;  // The option whose value it is.
  size_t positionals = 0;               // The number of positionals before it.
  bool only_positionals = false;
};

std::vector<const CLI::App*> Subcommands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

const CLI::App* FindSubcommand(const CLI::App& app, std::string_view name) {
  for (const CLI::App* command : Subcommands(app)) {
    if (command->get_name() == name) return command;
  }
  return nullptr;
}

const CLI::Option* FindOption(const CLI::App& app, const CLI::App& command,
                              const std::string& name) {
  const CLI::Option* own = command.get_option_no_throw(name);
  return own != nullptr ? own : app.get_option_no_throw(name);
}

void Pass(const CLI::App& app, const std::string& word, Place& place) {
  if (place.option != nullptr) {
    place.option = nullptr;
  } else if (word == "--") {
    place.only_positionals = true;
  } else if (!place.only_positionals && word.starts_with("-")) {
    const CLI::Option* option = FindOption(app, *place.command, word);
    if (option != nullptr && TakesValue(*option)) place.option = option;
  } else if (const CLI::App* next = FindSubcommand(*place.command, word)) {
    place.command = next;
  } else {
    ++place.positionals;
  }
}

void AddList(bool with_directions, std::string_view typed,
             std::vector<Candidate>& all) {
  const size_t comma = typed.rfind(',');
  const std::string before(
      typed.substr(0, comma == typed.npos ? 0 : comma + 1));
  const bool at_direction =
      with_directions && typed.find(':', before.size()) != typed.npos;
  for (const Column& column : AllColumns()) {
    const std::string word = before + column.name;
    if (!at_direction) all.push_back({word, column.description});
    if (!at_direction) continue;
    all.push_back({word + ":asc", "ascending"});
    all.push_back({word + ":desc", "descending"});
  }
}

void AddValues(const CLI::Option& option, const std::string& prefix,
               std::string_view typed, Completion& completion) {
  const std::string type = option.get_type_name();
  std::vector<Candidate> values;
  completion.files = type == "FILE";
  completion.is_list = type == "COLUMNS" || type == "ORDER";
  if (completion.is_list) AddList(type == "ORDER", typed, values);
  for (const std::string& value : ListedValues(type)) {
    values.push_back({value, ""});
  }
  for (Candidate& value : values) {
    completion.candidates.push_back({prefix + value.word, value.description});
  }
}

void AddOptions(const CLI::App& app, std::vector<Candidate>& all) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      all.push_back({"--" + name, option->get_description()});
    }
  }
}

void AddPositional(const Place& place, Completion& completion) {
  size_t at = 0;
  for (const CLI::Option* option : place.command->get_options()) {
    if (!option->get_positional() || at++ != place.positionals) continue;
    AddValues(*option, "", "", completion);
  }
}

void AddWords(const CLI::App& app, const Place& place, const std::string& typed,
              Completion& completion) {
  const size_t equals = typed.find('=');
  if (place.option != nullptr) {
    AddValues(*place.option, "", typed, completion);
  } else if (!typed.starts_with("-") || place.only_positionals) {
    for (const CLI::App* command : Subcommands(*place.command)) {
      completion.candidates.push_back(
          {command->get_name(), command->get_description()});
    }
    AddPositional(place, completion);
  } else if (equals == typed.npos) {
    AddOptions(*place.command, completion.candidates);
    if (place.command != &app) AddOptions(app, completion.candidates);
  } else if (const CLI::Option* option =
                 FindOption(app, *place.command, typed.substr(0, equals))) {
    AddValues(*option, typed.substr(0, equals + 1), typed.substr(equals + 1),
              completion);
  }
}

}  // namespace

Completion Complete(const CLI::App& app,
                    const std::vector<std::string>& words) {
  Place place{&app};
  for (size_t i = 0; i + 1 < words.size(); ++i) Pass(app, words[i], place);
  const std::string typed = words.empty() ? "" : words.back();
  Completion completion;
  AddWords(app, place, typed, completion);
  auto& all = completion.candidates;
  std::erase_if(all, [&typed](const Candidate& candidate) {
    return !candidate.word.starts_with(typed);
  });
  return completion;
}

std::string CompletionText(const Completion& completion) {
  std::string text;
  for (const auto& [word, description] : completion.candidates) {
    text += fmt::format("{}\t{}\n", word, description);
  }
  if (completion.files) text += ":files\n";
  if (completion.is_list) text += ":list\n";
  return text;
}

std::vector<std::string> ListedValues(const std::string& type_name) {
  const size_t begin = type_name.find('{');
  const size_t end = type_name.find('}');
  if (begin == type_name.npos || end == type_name.npos) return {};
  return absl::StrSplit(type_name.substr(begin + 1, end - begin - 1),
                        absl::ByChar(','));
}

}  // namespace backlinks::cli
