#include "client/cpp/cli/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "service/common/stdio/standard_files.h"

namespace backlinks::cli {
namespace {

int TerminalWidth(int width_of_none) {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  const char* const columns = std::getenv("COLUMNS");
  const int width = columns == nullptr ? 0 : std::atoi(columns);
  return width > 0 ? width : width_of_none;
}

}  // namespace

Console StandardConsole() {
  Console console{stdin, StandardOutput(), StandardError()};
  console.width = TerminalWidth(console.width);
  return console;
}

bool ReadAll(std::FILE* file, std::string& text) {
  std::array<char, 4096> buffer;
  while (const size_t size =
             std::fread(buffer.data(), 1, buffer.size(), file)) {
    text.append(buffer.data(), size);
  }
  return std::ferror(file) == 0;
}

}  // namespace backlinks::cli
