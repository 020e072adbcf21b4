#include "client/cpp/cli/man_page.h"

#include <string_view>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cpp/cli/completion.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

// The date is that of the last edit of the text in this file.
constexpr std::string_view kHead = R"(.TH BACKLINKS 1 2026-11-30 backlinks
.SH NAME
backlinks \- backlinks as a stream of rows
.SH SYNOPSIS
.B backlinks
.I COMMAND
.RI [ OPTION ...]
.SH DESCRIPTION
Asks a backlinks server for the rows of a target.
Rows go to standard output, everything else to standard error.
)";

constexpr std::string_view kTail = R"(.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
The call failed: standard error has the status, what is wrong, and where rows
came before, the command line to resume with.
Or the output could not be written, for another reason than that its reader
left.
.TP
.B 2
Wrong usage.
.TP
.B 3
The rows that came are right, but the price cap or the budget of the caller ended
the result before it was complete: standard error has the command line to
continue with.
.TP
.B 130
Interrupted.
.SH ENVIRONMENT
.TP
.B BACKLINKS_API_KEY
The API key of the caller, if there is no
.BR \-\-api\-key\-file .
.TP
.B NO_COLOR
Not empty: no colors.
.TP
.B CLICOLOR_FORCE
Not empty, nor 0: colors even where there is no terminal.
.SH EXAMPLES
.EX
backlinks stream example.com \-\-limit 10 \-\-where \(aqNOT nofollow\(aq
backlinks explain example.com \-\-all \-\-max\-price 1000
.EE
)";

// Escapes a text so that roff finds no macro or escape in it.
std::string Roff(std::string_view text) {
  std::string roff = absl::StrReplaceAll(
      std::string(text),
      {{"\\", "\\e"}, {"-", "\\-"}, {"'", "\\(aq"}, {"\n", " "}});
  if (!roff.empty() && roff[0] == '.') roff.insert(0, "\\&");
  return roff;
}

std::string Value(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0 || option.get_positional())
    return "";
  const std::string type = option.get_type_name();
  const std::vector<std::string> listed = ListedValues(type);
  return fmt::format(" \\fI{}\\fR",
                     Roff(listed.empty() ? type : absl::StrJoin(listed, "|")));
}

std::string OptionText(const CLI::Option& option) {
  std::string text =
      fmt::format(".TP\n\\fB{}\\fR{}\n{}.\n", Roff(option.get_name()),
                  Value(option), Roff(option.get_description()));
  if (!option.get_default_str().empty()) {
    text += fmt::format("Default: {}.\n", Roff(option.get_default_str()));
  }
  if (!option.get_envname().empty()) {
    text += fmt::format("Also from the environment, as {}.\n",
                        Roff(option.get_envname()));
  }
  return text;
}

std::string OptionTexts(const CLI::App& app) {
  std::string text;
  for (const CLI::Option* option : app.get_options()) {
    if (option != app.get_help_ptr()) text += OptionText(*option);
  }
  return text;
}

// The commands of `app`, and theirs; `prefix` is "keys " for those of keys.
std::string CommandTexts(const CLI::App& app, const std::string& prefix) {
  std::string text;
  for (const CLI::App* command :
       app.get_subcommands([](const CLI::App*) { return true; })) {
    const std::string name = prefix + command->get_name();
    text +=
        fmt::format(".SS {}\n{}.\n{}", Roff(name),
                    Roff(command->get_description()), OptionTexts(*command));
    text += CommandTexts(*command, name + ' ');
  }
  return text;
}

}  // namespace

std::string ManPage(const CLI::App& app) {
  std::string text(kHead);
  text += ".SH OPTIONS\n" + OptionTexts(app) + ".SH COMMANDS\n";
  text += CommandTexts(app, "");
  return text.append(kTail);
}

}  // namespace backlinks::cli
