#include "service/common/stdio/standard_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "fmt/format.h"

namespace backlinks {
namespace {

// Opens the descriptor for the wrong direction: every use of it fails with
// EBADF.
void Reserve(int descriptor) {
  if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) return;
  const int mode = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
  const int opened = open("/dev/null", mode);
  if (opened < 0 || opened == descriptor) return;
  dup2(opened, descriptor);
  close(opened);
}

}  // namespace

void PrepareStandardFiles() {
  std::signal(SIGPIPE, SIG_IGN);
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    Reserve(descriptor);
  }
}

OutputFile StandardOutput() {
  return {STDOUT_FILENO, "standard output", isatty(STDOUT_FILENO) != 0};
}

OutputFile StandardError() {
  return {STDERR_FILENO, "standard error", isatty(STDERR_FILENO) != 0};
}

absl::Status PrintOutput(std::string_view text) {
  OutputFile out = StandardOutput();
  out.Write(text);
  out.Finish();
  return out.status();
}

void PrintError(std::string_view program, std::string_view message) {
  StandardError().Write(fmt::format("{}: {}\n", program, message));
}

}  // namespace backlinks
