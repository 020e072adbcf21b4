// The options that select the server, prove who calls it, and the timeout.
#ifndef BACKLINKS_CLIENT_CPP_CLI_SERVER_ARGUMENTS_H_
#define BACKLINKS_CLIENT_CPP_CLI_SERVER_ARGUMENTS_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/client.h"

namespace backlinks::cli {

struct ServerArguments {
  ClientOptions client;
  std::string api_key_file;
  absl::Duration timeout = absl::InfiniteDuration();  // For the whole command.
};

void AddServerOptions(CLI::App& app, ServerArguments& arguments);

// The variable that may contain the API key. --api-key-file has priority.
inline constexpr char kApiKeyVariable[] = "BACKLINKS_API_KEY";

// Reads the API key, if there is one, without the white space around it.
// Errors: INVALID_ARGUMENT with the file or the variable, never with the key.
absl::Status ReadApiKey(ServerArguments& arguments);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_SERVER_ARGUMENTS_H_
