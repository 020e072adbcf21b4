#include "service/app/start_line.h"

#include <vector>

#include "fmt/format.h"
#include "service/config/tls_files.h"

namespace backlinks::app {
namespace {

using Fields = telemetry::CallLog::Fields;

std::string OnOff(bool is_on) { return is_on ? "on" : "off"; }

std::string UpstreamAddress(const config::Options& options) {
  if (!options.url) return "";
  const config::UpstreamUrl& url = *options.url;
  return fmt::format("{}://{}:{}{}", url.tls ? "https" : "http", url.host,
                     url.port, url.path);
}

std::string TokenSource(const config::Options& options) {
  if (options.upstream_token.empty()) return "none";
  return options.upstream_token_file.empty() ? "environment"
                                             : options.upstream_token_file;
}

Fields Limits(const config::Options& options,
              const edge::ConnectionLimits& connections) {
  return {
      {"threads", fmt::to_string(options.threads)},
      {"max_streams", fmt::to_string(options.max_streams)},
      {"max_open_calls", fmt::to_string(options.max_open_calls)},
      {"max_connections", fmt::to_string(connections.total)},
      {"max_connections_per_peer", fmt::to_string(connections.per_peer)},
      {"request_timeout", absl::FormatDuration(options.request_timeout)},
      {"stall_timeout", absl::FormatDuration(options.stall_timeout)},
      {"page_rows", fmt::to_string(options.page_rows)},
      {"default_max_price", fmt::to_string(options.default_max_price / 1000)},
      {"upstream_requests_per_minute",
       options.upstream_requests_per_minute < 0
           ? "the dialect's"
           : fmt::to_string(options.upstream_requests_per_minute)},
      {"drain_delay", absl::FormatDuration(options.drain_delay)},
      {"drain_grace", absl::FormatDuration(options.drain_grace)}};
}

std::string ClientCertificates(const config::Options& options) {
  if (options.tls_client_ca_file.empty()) return "off";
  return options.tls_require_client_cert ? "required" : "verified";
}

// What is on or off. A feature that a flag turns on has a field here.
Fields Features(const config::Options& options) {
  return {{"upstream_token", TokenSource(options)},
          {"token_key", options.token_key.empty() ? "random" : "configured"},
          {"tracing", OnOff(options.otlp.has_value())},
          {"tls", OnOff(config::UsesTls(options))},
          {"client_certificates", ClientCertificates(options)},
          {"insecure_listen", OnOff(options.insecure_listen)},
          {"callers_file", options.callers_file},
          {"protect_reflection", OnOff(options.protect_reflection)},
          {"log_level", options.log_level}};
}

Fields State(const config::Options& options) {
  const bool ends = options.state_location.in_memory();
  return {{"state", options.state_location.Redacted()},
          {"state_unavailable", options.state_unavailable},
          {"budgets", ends ? "end with the process" : "kept in the state"}};
}

}  // namespace

Fields StartFields(const config::Options& options, std::string_view version,
                   const BoundAddresses& addresses,
                   const edge::ConnectionLimits& connections) {
  Fields fields = {{"version", std::string(version)},
                   {"grpc", addresses.grpc},
                   {"admin", addresses.admin},
                   {"upstream", options.upstream},
                   {"dialect", options.dialect},
                   {"upstream_url", UpstreamAddress(options)}};
  for (const Fields& more :
       {Limits(options, connections), Features(options), State(options)}) {
    fields.insert(fields.end(), more.begin(), more.end());
  }
  return fields;
}

}  // namespace backlinks::app
