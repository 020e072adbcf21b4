#include "client/cpp/cli/connection_hint.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace backlinks::cli {
namespace {

bool HasAnyOf(std::string_view message,
              std::initializer_list<std::string_view> texts) {
  return std::any_of(texts.begin(), texts.end(), [message](auto text) {
    return message.find(text) != std::string_view::npos;
  });
}

// Whether the server ended the connection without a reason.
bool IsClosed(std::string_view message) {
  return HasAnyOf(message, {"Socket closed", "Endpoint read failed",
                            "Connection reset", "Broken pipe"});
}

std::string HintWithoutTls(std::string_view message) {
  return IsClosed(message) ? "the server may use TLS: try --tls, or "
                             "--tls-ca-file with its CA"
                           : "";
}

std::string HintWithTls(std::string_view message,
                        const ClientOptions& options) {
  if (HasAnyOf(message, {"wrong version number"})) {
    return "the server may not use TLS: try without the --tls options";
  }
  if (HasAnyOf(message, {"certificate verify failed"})) {
    return options.ca_file.empty()
               ? "the system's roots do not verify the server's certificate, "
                 "or it has expired: name its CA with --tls-ca-file"
               : "--tls-ca-file does not verify the server's certificate, or "
                 "it has expired";
  }
  if (HasAnyOf(message, {"is not in peer certificate"})) {
    return "name the host of the server's certificate in --server or "
           "--tls-server-name";
  }
  if (!IsClosed(message) && !HasAnyOf(message, {"alert"})) return "";
  return options.cert_file.empty()
             ? "the server may require a client certificate: try "
               "--tls-cert-file and --tls-key-file"
             : "the server may reject the certificate of --tls-cert-file";
}

}  // namespace

std::string ConnectionHint(const absl::Status& status,
                           const ClientOptions& options) {
  const std::string message(status.message());
  if (absl::IsUnauthenticated(status) && options.api_key.empty()) {
    return "set BACKLINKS_API_KEY or --api-key-file";
  }
  if (absl::IsInvalidArgument(status) &&
      HasAnyOf(message, {"the API key is not sent"})) {
    return "use --tls, or --allow-plaintext-key in a network that encrypts";
  }
  // Only a connection that was never made: a server that ends has the same
  // texts without it.
  if (!absl::IsUnavailable(status) || !HasAnyOf(message, {"last error"})) {
    return "";
  }
  return UsesTls(options) ? HintWithTls(message, options)
                          : HintWithoutTls(message);
}

}  // namespace backlinks::cli
