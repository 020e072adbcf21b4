#include "service/config/flags.h"

#include "service/config/flag_setters.h"
#include "service/config/flag_values.h"
#include "service/config/flags_upstream.h"
#include "service/config/otlp_options.h"

namespace backlinks {
namespace {

absl::Status CheckOtlpEndpoint(std::string_view value) {
  return value.empty() ? absl::OkStatus() : ParseOtlpEndpoint(value).status();
}

void DefineAddresses(CLI::App& app, Options& options) {
  AddText(app, "listen", "ADDRESS",
          "Address of the gRPC server: HOST:PORT or unix:PATH. Port 0 selects "
          "a free port and prints it",
          options.listen, CheckListenAddress);
  AddText(app, "admin_listen", "ADDRESS",
          "Address of the HTTP server of /livez, /readyz and /metrics: "
          "HOST:PORT. Port 0 selects a free port and prints it",
          options.admin_listen, CheckHostPort);
}

void DefineTokens(CLI::App& app, Options& options) {
  AddText(app, "token_key_file", "FILE",
          "File with the key that authenticates resume and page tokens, 16 to "
          "4096 bytes. Servers with the same key accept each other's tokens. "
          "The environment variable BACKLINKS_TOKEN_KEY may contain the key "
          "instead; the file has priority. Default: a random key, so that "
          "tokens are valid until the server exits",
          options.token_key_file);
  AddDuration(app, "token_ttl", "Token lifetime", absl::Minutes(1),
              absl::Hours(8760), options.token_ttl);
}

void DefineLimits(CLI::App& app, Options& options) {
  AddNumber(app, "threads", "Number of worker threads. 0: one for each core", 0,
            1024, options.threads);
  AddNumber(app, "max_streams",
            "Maximum number of concurrent calls of StreamRefpages, "
            "ListRefpages and GetUsage; more are rejected with "
            "RESOURCE_EXHAUSTED",
            1, 1'000'000, options.max_streams);
  AddSize(app, "max_batch_bytes",
          "Size that a message's rows must reach for the message to be sent", 1,
          512 << 10, options.max_batch_bytes);
  AddMilliseconds(app, "max_batch_age_ms",
                  "Maximum time that a row waits for the rest of its message",
                  60'000, options.max_batch_age);
  AddSize(app, "max_cell_bytes",
          "Maximum size of the text of one cell; a larger one ends the call "
          "with UPSTREAM_MALFORMED",
          1, 64 << 20, options.max_cell_bytes);
  AddSize(app, "max_row_bytes",
          "Maximum size of one row, as received and as sent; at least "
          "max_cell_bytes. Above 2MiB a message may exceed the 4 MiB that gRPC "
          "clients accept by default",
          1, 256 << 20, options.max_row_bytes);
  AddNumber(app, "max_depth", "Maximum nesting depth of the upstream's JSON", 3,
            1000, options.max_depth);
  AddDuration(app, "min_ping_interval",
              "Minimum time between two HTTP/2 pings of a client, with or "
              "without calls. A client that pings more often is disconnected "
              "(GOAWAY, too_many_pings). 0: no minimum",
              absl::ZeroDuration(), absl::Hours(2), options.min_ping_interval);
}

void DefineOperation(CLI::App& app, Options& options) {
  AddDuration(app, "drain_delay",
              "Time after SIGTERM during which the server accepts calls "
              "although it is not ready",
              absl::ZeroDuration(), absl::Hours(1), options.drain_delay);
  AddDuration(app, "drain_grace",
              "Time after SIGTERM and drain_delay for running calls to finish "
              "before they are cancelled",
              absl::ZeroDuration(), absl::Hours(24), options.drain_grace);
  AddChoice(app, "log_level", "Minimum severity of the lines in the log",
            {"debug", "info", "warn", "error", "off"}, options.log_level);
  AddText(app, "log_file", "FILE",
          "File for the log, one JSON object per line. Default: standard error",
          options.log_file);
  AddText(app, "otlp_endpoint", "ENDPOINT",
          "Collector that receives traces by OTLP over gRPC: HOST:PORT or "
          "http://HOST:PORT, or with TLS https://HOST:PORT. Default: no traces",
          options.otlp_endpoint, CheckOtlpEndpoint);
  AddText(app, "otlp_ca_file", "FILE",
          "CA certificates (PEM) that verify an https collector. Default: the "
          "system's",
          options.otlp_ca_file);
  AddText(app, "flagfile", "FILE",
          "File with more flags, one \"name = value\" per line",
          options.flagfile);
}

}  // namespace

void DefineFlags(CLI::App& app, Options& options) {
  DefineAddresses(app, options);
  DefineUpstreamFlags(app, options);
  DefineTokens(app, options);
  DefineLimits(app, options);
  DefineOperation(app, options);
}

std::string EnvironmentName(std::string_view flag) {
  std::string name = "BACKLINKS_";
  for (const char c : flag) {
    name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

}  // namespace backlinks
