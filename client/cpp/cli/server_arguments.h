// The options that select the server, and the timeout.
#ifndef BACKLINKS_CLIENT_CPP_CLI_SERVER_ARGUMENTS_H_
#define BACKLINKS_CLIENT_CPP_CLI_SERVER_ARGUMENTS_H_

#include "CLI/CLI.hpp"
#include "absl/time/time.h"
#include "backlinks/client.h"

namespace backlinks::cli {

struct ServerArguments {
  ClientOptions client;
  absl::Duration timeout = absl::InfiniteDuration();  // For the whole command.
};

void AddServerOptions(CLI::App& app, ServerArguments& arguments);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_SERVER_ARGUMENTS_H_
