// The streams that a command reads and writes: the process's own, or a test's.
#ifndef BACKLINKS_CLIENT_CPP_CLI_CONSOLE_H_
#define BACKLINKS_CLIENT_CPP_CLI_CONSOLE_H_

#include <cstdio>
#include <string>

#include "service/common/stdio/output_file.h"

namespace backlinks::cli {

struct Console {
  std::FILE* in;
  OutputFile out;  // Only data.
  OutputFile err;
  bool out_has_color = false;
  bool err_has_color = false;
  int width = 80;  // The terminal's width in cells.
};

// Returns the console of this process.
Console StandardConsole();

// Reads the rest of the file. Returns false if it cannot be read.
bool ReadAll(std::FILE* file, std::string& text);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_CONSOLE_H_
