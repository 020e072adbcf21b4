// The program `backlinks` without what belongs to its process.
#ifndef BACKLINKS_CLIENT_CPP_CLI_PROGRAM_H_
#define BACKLINKS_CLIENT_CPP_CLI_PROGRAM_H_

#include <string>
#include <vector>

#include "client/cpp/cli/console.h"

namespace backlinks::cli {

// Runs a command line, which begins with the program's name. Returns the exit
// status (commands.h).
int RunBacklinks(const std::vector<std::string>& words, Console console);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_PROGRAM_H_
