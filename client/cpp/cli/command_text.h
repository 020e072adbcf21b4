// Command lines as text that a POSIX shell reads back.
#ifndef BACKLINKS_CLIENT_CPP_CLI_COMMAND_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_COMMAND_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace backlinks {

// The word in quotes where a shell would take it for more than itself. What
// could control a terminal is written as a call of printf.
std::string ShellQuote(std::string_view word);

// The same command line with `option=value` in place of what it said for
// `option` before, if anything. Adds `flag` if it is not empty and not there.
std::string ContinuedCommand(const std::vector<std::string>& words,
                             std::string_view option, std::string_view value,
                             std::string_view flag = "");

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_COMMAND_TEXT_H_
