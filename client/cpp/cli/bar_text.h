// Draws a share as a bar of eighths of cells.
//
// Threads: stateless.
#ifndef BACKLINKS_CLIENT_CPP_CLI_BAR_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_BAR_TEXT_H_

#include <string>

namespace backlinks::cli {

// Returns a bar of up to `width` cells, rounded down to an eighth of a cell.
// Shares above 0 have at least one eighth, those above 1 have all cells.
std::string BarText(double share, int width);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_BAR_TEXT_H_
