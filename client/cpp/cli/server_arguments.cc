#include "client/cpp/cli/server_arguments.h"

#include <cstdlib>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "client/cpp/cli/option_values.h"
#include "fmt/format.h"
#include "service/common/file/small_file.h"

namespace backlinks::cli {
namespace {

void AddFileOption(CLI::App& app, const std::string& name, std::string& path,
                   const std::string& description) {
  app.add_option(name, path, description)->type_name("FILE");
}

void AddTlsOptions(CLI::App& app, ClientOptions& client) {
  app.add_flag("--tls", client.tls,
               "Use TLS, verified against the system's roots. Each --tls "
               "option below implies it");
  AddFileOption(app, "--tls-ca-file", client.ca_file,
                "CA certificates (PEM) that verify the server, instead of the "
                "system's roots");
  AddFileOption(app, "--tls-cert-file", client.cert_file,
                "Certificate (PEM) of this client, for a server that asks for "
                "one");
  AddFileOption(app, "--tls-key-file", client.key_file,
                "Private key (PEM) of --tls-cert-file");
  app.add_option("--tls-server-name", client.server_name,
                 "Name that the server's certificate must have, instead of the "
                 "host of --server")
      ->type_name("NAME");
}

void AddKeyOptions(CLI::App& app, ServerArguments& arguments) {
  AddFileOption(app, "--api-key-file", arguments.api_key_file,
                fmt::format("File with the API key of the caller. The "
                            "environment variable {} may contain the key "
                            "instead",
                            kApiKeyVariable));
  app.add_flag("--allow-plaintext-key", arguments.client.allow_plaintext_key,
               "Send the API key without TLS to hosts other than loopback, in "
               "a network that encrypts");
}

absl::Status Wrong(std::string_view where, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{}: {}", where, what));
}

}  // namespace

void AddServerOptions(CLI::App& app, ServerArguments& arguments) {
  app.add_option("--server", arguments.client.server, "Host and port")
      ->envname("BACKLINKS_SERVER")
      ->capture_default_str();
  AddTlsOptions(app, arguments.client);
  AddKeyOptions(app, arguments);
  AddParsedOption(app, "--timeout", ParseTimeout, arguments.timeout,
                  "a duration such as 250ms, 2s or 1m30s",
                  "Time limit of the whole command, such as 250ms, 2s or "
                  "1m30s; a number without unit is in seconds; 0: no limit");
}

absl::Status ReadApiKey(ServerArguments& arguments) {
  std::string text;
  std::string where = kApiKeyVariable;
  if (!arguments.api_key_file.empty()) {
    where = "--api-key-file " + arguments.api_key_file;
    absl::StatusOr<std::string> read = ReadSmallFile(arguments.api_key_file);
    if (!read.ok()) return Wrong(where, std::string(read.status().message()));
    text = *std::move(read);
  } else if (const char* value = std::getenv(kApiKeyVariable)) {
    text = value;
    if (text.empty()) return absl::OkStatus();
  } else {
    return absl::OkStatus();
  }
  arguments.client.api_key = std::string(absl::StripAsciiWhitespace(text));
  if (!arguments.client.api_key.empty()) return absl::OkStatus();
  return Wrong(where, "contains no key");
}

}  // namespace backlinks::cli
