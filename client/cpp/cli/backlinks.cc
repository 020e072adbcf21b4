// backlinks: the command line client.
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "client/cpp/cli/console.h"
#include "client/cpp/cli/program.h"
#include "grpc/support/log.h"

int main(int argc, char** argv) {
  if (std::getenv("GRPC_VERBOSITY") == nullptr) {
    gpr_set_log_function([](gpr_log_func_args*) {});
  }
  std::signal(SIGPIPE, SIG_IGN);
  return backlinks::RunBacklinks(std::vector<std::string>(argv, argv + argc),
                                 backlinks::StandardConsole());
}
