// Detects words that begin with a hyphen but are not options: the parser would
// take "-nofollow" for the option -n, and "-http_code = 200" for -h.
#ifndef BACKLINKS_CLIENT_CPP_CLI_HYPHEN_WORD_H_
#define BACKLINKS_CLIENT_CPP_CLI_HYPHEN_WORD_H_

#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace backlinks::cli {

// Returns an error for the first such word before a "--", with the right way to
// write it. Empty if there is none. `words` begin with the program's name.
std::optional<std::string> HyphenWordError(
    const CLI::App& app, const std::vector<std::string>& words);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_HYPHEN_WORD_H_
