// Where a command reads and writes: the process's own streams, or a test's.
#ifndef BACKLINKS_CLIENT_CPP_CLI_CONSOLE_H_
#define BACKLINKS_CLIENT_CPP_CLI_CONSOLE_H_

#include <cstdio>
#include <string>

#include "service/stdio/output_file.h"

namespace backlinks {

struct Console {
  std::FILE* in;
  OutputFile out;  // Data alone.
  OutputFile err;
  bool out_has_color = false;
  bool err_has_color = false;
  int width = 80;  // Of the terminal, in cells.
};

// That of this process.
Console StandardConsole();

// All that there is to read; false: it could not be read.
bool ReadAll(std::FILE* file, std::string& text);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_CONSOLE_H_
