// Generates the manual page backlinks(1) from the program's own description.
#ifndef BACKLINKS_CLIENT_CPP_CLI_MAN_PAGE_H_
#define BACKLINKS_CLIENT_CPP_CLI_MAN_PAGE_H_

#include <string>

#include "CLI/CLI.hpp"

namespace backlinks::cli {

// Returns roff with the macros of man(7).
std::string ManPage(const CLI::App& app);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_MAN_PAGE_H_
