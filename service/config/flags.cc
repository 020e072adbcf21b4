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
          "Where gRPC is served: HOST:PORT or unix:PATH; port 0 takes a free "
          "one and prints it",
          options.listen, CheckListenAddress);
  AddText(app, "admin_listen", "ADDRESS",
          "Where HTTP answers /livez, /readyz and /metrics: HOST:PORT; port 0 "
          "takes a free one and prints it",
          options.admin_listen, CheckHostPort);
}

void DefineTokens(CLI::App& app, Options& options) {
  AddText(app, "token_key_file", "FILE",
          "Key that authenticates resume and page tokens, 16 to 4096 bytes, "
          "the same on all servers that shall take each other's tokens; the "
          "environment variable BACKLINKS_TOKEN_KEY may hold the key itself; "
          "the file wins; not given: made at start, so tokens end with the "
          "server",
          options.token_key_file);
  AddDuration(app, "token_ttl", "How long a token is taken", absl::Minutes(1),
              absl::Hours(8760), options.token_ttl);
}

void DefineLimits(CLI::App& app, Options& options) {
  AddNumber(app, "threads", "Worker threads; 0 is one a core", 0, 1024,
            options.threads);
  AddNumber(app, "max_streams",
            "RPCs at once; more are refused with RESOURCE_EXHAUSTED", 1,
            1'000'000, options.max_streams);
  AddSize(app, "max_batch_bytes", "A message leaves when its rows reach this",
          1, 512 << 10, options.max_batch_bytes);
  AddMilliseconds(app, "max_batch_age_ms",
                  "A message leaves when its first row has waited this long",
                  60'000, options.max_batch_age);
  AddSize(app, "max_cell_bytes",
          "Maximum size of the text of one cell; a larger one ends the call "
          "with UPSTREAM_MALFORMED",
          1, 64 << 20, options.max_cell_bytes);
  AddSize(app, "max_row_bytes",
          "Maximum size of one row, as text and as it is sent; not below "
          "max_cell_bytes. Above 2MiB a message may exceed the 4 MiB that "
          "gRPC clients accept by default",
          1, 256 << 20, options.max_row_bytes);
  AddNumber(app, "max_depth", "Nesting of the upstream's JSON", 3, 1000,
            options.max_depth);
  AddDuration(app, "min_ping_interval",
              "Minimum time between two HTTP/2 pings of a client, with or "
              "without calls; a client that pings more often loses its "
              "connection (GOAWAY, too_many_pings); 0 is no minimum",
              absl::ZeroDuration(), absl::Hours(2), options.min_ping_interval);
}

void DefineOperation(CLI::App& app, Options& options) {
  AddDuration(app, "drain_delay",
              "After SIGTERM: time between not being ready and refusing calls",
              absl::ZeroDuration(), absl::Hours(1), options.drain_delay);
  AddDuration(app, "drain_grace",
              "After SIGTERM: time for running calls to end before they are "
              "cancelled",
              absl::ZeroDuration(), absl::Hours(24), options.drain_grace);
  AddChoice(app, "log_level", "The least severe lines that are written",
            {"debug", "info", "warn", "error", "off"}, options.log_level);
  AddText(app, "log_file", "FILE",
          "Where the log goes, one JSON object a line; not given: standard "
          "error",
          options.log_file);
  AddText(app, "otlp_endpoint", "ENDPOINT",
          "Collector that gets the traces, by OTLP over gRPC: HOST:PORT or "
          "http://HOST:PORT, with TLS https://HOST:PORT; not given: nothing is "
          "traced",
          options.otlp_endpoint, CheckOtlpEndpoint);
  AddText(app, "otlp_ca_file", "FILE",
          "Certificates (PEM) that an https collector is verified against; "
          "not given: the system's",
          options.otlp_ca_file);
  AddText(app, "flagfile", "FILE",
          "File with more flags, \"name = value\" a line", options.flagfile);
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
