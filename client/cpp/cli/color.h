// Color on a terminal, by common conventions: determined by --color, else
// NO_COLOR, else CLICOLOR_FORCE, else whether the output is a terminal with
// color. Threads: stateless.
#ifndef BACKLINKS_CLIENT_CPP_CLI_COLOR_H_
#define BACKLINKS_CLIENT_CPP_CLI_COLOR_H_

#include <string>
#include <string_view>

#include "CLI/CLI.hpp"
#include "client/cpp/cli/console.h"

namespace backlinks::cli {

CLI::Option* AddColorOption(CLI::App& app);

// Sets whether the console's streams get colors. Also valid for an option of a
// command line with usage errors.
void ChooseColors(const CLI::Option& option, Console& console);

enum class Style { kBold, kError };

// Returns `text` unchanged, or within the escape sequences of the style.
std::string Styled(std::string_view text, Style style, bool with_color);

// Formats lines of "label  text" with their labels in bold.
std::string WithBoldLabels(const std::string& lines, bool with_color);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_COLOR_H_
