#include "client/cpp/cli/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace backlinks {
namespace {

int TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  const char* const columns = std::getenv("COLUMNS");
  const int width = columns == nullptr ? 0 : std::atoi(columns);
  return width > 0 ? width : Console().width;
}

}  // namespace

Console StandardConsole() {
  Console console;
  console.out_is_terminal = isatty(STDOUT_FILENO) != 0;
  console.err_is_terminal = isatty(STDERR_FILENO) != 0;
  console.width = TerminalWidth();
  return console;
}

bool Put(const Console& console, std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), console.out) == text.size() &&
         std::fflush(console.out) == 0;
}

bool ReadAll(std::FILE* file, std::string& text) {
  std::array<char, 4096> buffer;
  while (const size_t size =
             std::fread(buffer.data(), 1, buffer.size(), file)) {
    text.append(buffer.data(), size);
  }
  return std::ferror(file) == 0;
}

}  // namespace backlinks
