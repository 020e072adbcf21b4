// Text as a terminal shows it: in cells, by grapheme clusters.
//
// Control characters, and whatever else could steer a terminal, are made
// visible: a stranger's anchor text must not be able to.
// Threads: stateless.
#ifndef BACKLINKS_CLIENT_CPP_OUTPUT_DISPLAY_WIDTH_H_
#define BACKLINKS_CLIENT_CPP_OUTPUT_DISPLAY_WIDTH_H_

#include <string>
#include <string_view>

namespace backlinks {

// How many cells the text takes.
int DisplayWidth(std::string_view text);

// The text with whatever could steer a terminal made visible.
std::string Printable(std::string_view text);

// The text on exactly `width` cells: cut between clusters with "…", or filled
// up with blanks, on the left if `right_aligned`.
std::string FitToWidth(std::string_view text, int width,
                       bool right_aligned = false);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_OUTPUT_DISPLAY_WIDTH_H_
