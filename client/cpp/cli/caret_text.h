// Shows a position in a text to people.
#ifndef BACKLINKS_CLIENT_CPP_CLI_CARET_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_CARET_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace backlinks::cli {

// Returns two lines: the text, or the part of it around the position that fits
// on a line, and a caret below the byte at `position` (from 1, at most one
// after the last).
std::string CaretText(std::string_view text, size_t position);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_CARET_TEXT_H_
