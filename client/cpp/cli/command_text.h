// Formats command lines so that a POSIX shell parses them back.
#ifndef BACKLINKS_CLIENT_CPP_CLI_COMMAND_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_COMMAND_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace backlinks::cli {

// Quotes the word if a shell would interpret it. Characters that could control
// a terminal are written as a call of printf.
std::string ShellQuote(std::string_view word);

// Returns the same command line with `option=value` instead of any earlier
// value of `option`. Adds `flag` if it is not empty and not present.
std::string ContinuedCommand(const std::vector<std::string>& words,
                             std::string_view option, std::string_view value,
                             std::string_view flag = "");

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_COMMAND_TEXT_H_
