#include "service/config/flags.h"

#include <iterator>

#include "CLI/Error.hpp"
#include "CLI/Option.hpp"
#include "service/config/flag_setters.h"
#include "service/config/flag_values.h"
#include "service/config/flags_cache.h"
#include "service/config/flags_state.h"
#include "service/config/flags_tls.h"
#include "service/config/flags_upstream.h"
#include "service/config/option_secrets.h"
#include "service/config/otlp_options.h"

namespace backlinks::config {
namespace {

absl::Status CheckOtlpEndpoint(std::string_view value) {
  return value.empty() ? absl::OkStatus() : ParseOtlpEndpoint(value).status();
}

std::vector<Flag> AddressFlags() {
  return {
      TextFlag("listen", "ADDRESS",
               "Address of the gRPC server. Port 0 selects a free port and "
               "prints it",
               "HOST:PORT or unix:PATH", CheckListenAddress, &Options::listen),
      TextFlag("admin_listen", "ADDRESS",
               "Address of the HTTP server of /livez, /readyz and /metrics. "
               "Port 0 selects a free port and prints it",
               "HOST:PORT", CheckHostPort, &Options::admin_listen)};
}

std::vector<Flag> TokenFlags() {
  return {SecretFileFlag(
              "token_key_file",
              "File with the key that authenticates resume and page tokens, 16 "
              "to 4096 bytes. Servers with the same key accept each other's "
              "tokens. Default: a random key, so that tokens are valid until "
              "the server exits",
              kTokenKeyVariable, &Options::token_key_file),
          DurationFlag("token_ttl", "Token lifetime", absl::Minutes(1),
                       absl::Hours(8760), &Options::token_ttl)};
}

std::vector<Flag> CallerFlags() {
  return {FileFlag(
      "callers_file",
      "YAML file with the callers that the server knows: their API keys, "
      "certificates and limits. Reloaded when it changes. Default: all callers "
      "are anonymous, without limits",
      &Options::callers_file)};
}

std::vector<Flag> LimitFlags() {
  return {
      NumberFlag("threads", "Number of worker threads. 0: one for each core",
                 {0, 1024}, &Options::threads),
      NumberFlag("max_streams",
                 "Maximum number of concurrent calls of every method but "
                 "ParseFilter; more are rejected with RESOURCE_EXHAUSTED",
                 {1, 1'000'000}, &Options::max_streams),
      SizeFlag(
          "max_batch_bytes",
          "Size that a message's rows must reach for the message to be sent; "
          "less with more than 32 streams",
          {1, 512 << 10}, &Options::max_batch_bytes),
      MillisecondsFlag(
          "max_batch_age_ms",
          "Maximum time that a row waits for the rest of its message", 60'000,
          &Options::max_batch_age),
      SizeFlag("max_cell_bytes",
               "Maximum size of the text of one cell; a larger one ends the "
               "call with UPSTREAM_MALFORMED",
               {1, 64 << 20}, &Options::max_cell_bytes),
      SizeFlag("max_row_bytes",
               "Maximum size of one row, as received and as sent; at least "
               "max_cell_bytes. Above 2MiB a message may exceed the 4 MiB that "
               "gRPC clients accept by default",
               {1, 256 << 20}, &Options::max_row_bytes),
      NumberFlag("max_depth", "Maximum nesting depth of the upstream's JSON",
                 {3, 1000}, &Options::max_depth)};
}

std::vector<Flag> ConnectionFlags() {
  return {
      NumberFlag("max_connections",
                 "Maximum number of open connections; more are closed when "
                 "they are accepted. 0: as many as the limit of file "
                 "descriptors allows, and no more than 10000",
                 {0, 1'000'000}, &Options::max_connections),
      NumberFlag("max_connections_per_peer",
                 "Maximum number of open connections from one IPv4 address, or "
                 "one /64 of IPv6. 0: half of the maximum of all",
                 {0, 1'000'000}, &Options::max_connections_per_peer),
      NumberFlag("max_streams_per_connection",
                 "Maximum number of concurrent calls of one connection; "
                 "clients delay more",
                 {1, 100'000}, &Options::max_streams_per_connection),
      DurationFlag("request_timeout",
                   "Time within which a new connection must complete its first "
                   "request, and a call its request message; a later call ends "
                   "with REQUEST_TIMEOUT",
                   absl::Milliseconds(100), absl::Hours(1),
                   &Options::request_timeout),
      DurationFlag("max_connection_idle",
                   "Time without a call after which a connection is closed "
                   "(GOAWAY). 0: unlimited",
                   absl::ZeroDuration(), absl::Hours(168),
                   &Options::max_connection_idle),
      DurationFlag("max_connection_age",
                   "Time after which a connection is closed (GOAWAY), more or "
                   "less by up to 10 %. Its running calls may finish. 0: "
                   "unlimited",
                   absl::ZeroDuration(), absl::Hours(168),
                   &Options::max_connection_age),
      DurationFlag("min_ping_interval",
                   "Minimum time between two HTTP/2 pings of a client, with or "
                   "without calls. A client that pings more often is "
                   "disconnected (GOAWAY, too_many_pings). 0: no minimum",
                   absl::ZeroDuration(), absl::Hours(2),
                   &Options::min_ping_interval),
      NumberFlag("max_open_calls",
                 "Maximum number of open calls of every kind, also those whose "
                 "request has not arrived, and of health and reflection; more "
                 "are rejected with RESOURCE_EXHAUSTED",
                 {1, 1'000'000}, &Options::max_open_calls),
      SizeFlag("max_request_bytes",
               "Maximum size of a request message, as sent and inflated; a "
               "larger one is rejected with REQUEST_TOO_LARGE. A query has up "
               "to 64 KiB, a token up to 512 KiB",
               {64 << 10, 64 << 20}, &Options::max_request_bytes),
      DurationFlag("stall_timeout",
                   "Time after which a stream ends with CLIENT_STALLED if its "
                   "client reads nothing. 0: never",
                   absl::ZeroDuration(), absl::Hours(24),
                   &Options::stall_timeout)};
}

std::vector<Flag> DrainFlags() {
  return {
      DurationFlag("drain_delay",
                   "Time after SIGTERM during which the server accepts calls "
                   "although it is not ready",
                   absl::ZeroDuration(), absl::Hours(1), &Options::drain_delay),
      DurationFlag("drain_grace",
                   "Time after SIGTERM and drain_delay for running calls to "
                   "finish before they are cancelled",
                   absl::ZeroDuration(), absl::Hours(24),
                   &Options::drain_grace)};
}

std::vector<Flag> OperationFlags() {
  return {ChoiceFlag("log_level", "Minimum severity of the lines in the log",
                     {"debug", "info", "warn", "error", "off"},
                     &Options::log_level),
          FileFlag("log_file",
                   "File for the log, one JSON object per line. Default: "
                   "standard error",
                   &Options::log_file),
          TextFlag("otlp_endpoint", "ENDPOINT",
                   "Collector that receives traces by OTLP over gRPC, with TLS "
                   "if it begins with https://. Default: no traces",
                   "HOST:PORT, http://HOST:PORT or https://HOST:PORT",
                   CheckOtlpEndpoint, &Options::otlp_endpoint),
          FileFlag("otlp_ca_file",
                   "CA certificates (PEM) that verify an https collector. "
                   "Default: the system's",
                   &Options::otlp_ca_file),
          FileFlag("flagfile",
                   "File with more flags, one \"name = value\" per line",
                   &Options::flagfile)};
}

std::vector<Flag> MakeFlags() {
  std::vector<Flag> flags;
  for (auto* part : {AddressFlags, TlsFlags, UpstreamFlags, TokenFlags,
                     CallerFlags, StateFlags, CacheFlags, LimitFlags,
                     ConnectionFlags, DrainFlags, OperationFlags}) {
    std::vector<Flag> more = part();
    flags.insert(flags.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
  }
  return flags;
}

}  // namespace

const std::vector<Flag>& Flags() {
  static const auto* const flags = new std::vector<Flag>(MakeFlags());
  return *flags;
}

void DefineFlags(CLI::App& app, Options& options) {
  for (const Flag& flag : Flags()) {
    const std::string name = "--" + flag.name;
    const std::string help = HelpText(flag);
    // Sets the option. Returns what is wrong, or an empty text.
    const auto set = [&flag, &options](const std::string& value) {
      return std::string(flag.set(value, options).message());
    };
    if (flag.type == kBoolType) {
      // Without a value, CLI11 takes it for "true".
      app.add_flag(name, help)
          ->check(set)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
      continue;
    }
    const auto on_value = [name, set](const std::string& value) {
      const std::string problem = set(value);
      if (!problem.empty()) throw CLI::ValidationError(name, problem);
    };
    app.add_option_function<std::string>(name, on_value, help)
        ->type_name(flag.type)
        ->default_str(flag.default_text)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
}

}  // namespace backlinks::config
