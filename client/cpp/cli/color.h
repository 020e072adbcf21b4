// Color on a terminal, by the habits of others: --color, else NO_COLOR, else
// CLICOLOR_FORCE, else whether it is a terminal that can.
// Threads: stateless.
#ifndef BACKLINKS_CLIENT_CPP_CLI_COLOR_H_
#define BACKLINKS_CLIENT_CPP_CLI_COLOR_H_

#include <string>
#include <string_view>

#include "CLI/CLI.hpp"
#include "client/cpp/cli/console.h"

namespace backlinks {

CLI::Option* AddColorOption(CLI::App& app);

// Sets whether the console's streams get colors. The option may be of a
// command line that turned out to be wrong.
void ChooseColors(const CLI::Option& option, Console& console);

enum class Style { kBold, kError };

// `text` as it is, or between the escapes of the style.
std::string Styled(std::string_view text, Style style, bool with_color);

// Lines of "label  text" with their labels in bold.
std::string WithBoldLabels(const std::string& lines, bool with_color);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_COLOR_H_
