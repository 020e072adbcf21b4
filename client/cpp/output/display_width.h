// Measures and truncates text as a terminal shows it: in cells, by grapheme
// clusters.
//
// Control characters, and others that could control a terminal, are made
// visible, because a third party's anchor text must not have that power.
// Threads: stateless.
#ifndef BACKLINKS_CLIENT_CPP_OUTPUT_DISPLAY_WIDTH_H_
#define BACKLINKS_CLIENT_CPP_OUTPUT_DISPLAY_WIDTH_H_

#include <string>
#include <string_view>

namespace backlinks::output {

// Returns the number of cells of the text.
int DisplayWidth(std::string_view text);

// Returns the text with all characters made visible that could control a
// terminal.
std::string Printable(std::string_view text);

// Returns the text on exactly `width` cells: truncated between clusters with
// "…", or padded with blanks, on the left if `right_aligned`.
std::string FitToWidth(std::string_view text, int width,
                       bool right_aligned = false);

}  // namespace backlinks::output

#endif  // BACKLINKS_CLIENT_CPP_OUTPUT_DISPLAY_WIDTH_H_
