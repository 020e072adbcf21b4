// backlinks: the command line client.
#include <string>
#include <vector>

#include "client/cpp/cli/console.h"
#include "client/cpp/cli/program.h"
#include "service/common/stdio/library_log.h"
#include "service/common/stdio/standard_files.h"

int main(int argc, char** argv) {
  backlinks::PrepareStandardFiles();
  backlinks::SilenceGrpc();
  return backlinks::cli::RunBacklinks(
      std::vector<std::string>(argv, argv + argc),
      backlinks::cli::StandardConsole());
}
