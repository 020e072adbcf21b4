#include "client/cpp/cli/server_arguments.h"

#include "client/cpp/cli/option_values.h"

namespace backlinks::cli {

void AddServerOptions(CLI::App& app, ServerArguments& arguments) {
  app.add_option("--server", arguments.client.server, "Host and port")
      ->envname("BACKLINKS_SERVER")
      ->capture_default_str();
  app.add_flag("--tls", arguments.client.tls,
               "Use TLS, verified against the system's roots");
  app.add_option("--ca-file", arguments.client.ca_file,
                 "Use TLS, verified against these certificates (PEM)")
      ->type_name("FILE");
  AddParsedOption(app, "--timeout", ParseTimeout, arguments.timeout,
                  "a duration such as 250ms, 2s or 1m30s",
                  "Time limit of the whole command, such as 250ms, 2s or "
                  "1m30s; a number without unit is in seconds; 0: no limit");
}

}  // namespace backlinks::cli
