#include "client/cpp/channel_credentials.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "service/common/file/small_file.h"
#include "service/common/pem/pem.h"
#include "service/common/proxy/proxy_bypass.h"

namespace backlinks {
namespace {

absl::Status Wrong(std::string_view file, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{}: {}", file, what));
}

absl::Status Wrong(std::string_view file, const absl::Status& status) {
  return Wrong(file, std::string(status.message()));
}

absl::Status ReadFile(const std::string& path, std::string& text) {
  absl::StatusOr<std::string> read = ReadSmallFile(path);
  if (!read.ok()) return Wrong(path, read.status());
  if (read->empty()) return Wrong(path, "is empty");
  text = *std::move(read);
  return absl::OkStatus();
}

absl::Status ReadRoots(const std::string& path, std::string& roots) {
  if (path.empty()) return absl::OkStatus();  // The system's.
  if (absl::Status status = ReadFile(path, roots); !status.ok()) return status;
  const auto certificates = ParseCertificates(roots);
  if (certificates.ok()) return absl::OkStatus();
  return Wrong(path, certificates.status());
}

absl::Status ReadPair(const ClientOptions& options,
                      grpc::SslCredentialsOptions& tls) {
  if (options.cert_file.empty() && options.key_file.empty()) {
    return absl::OkStatus();
  }
  if (options.cert_file.empty() || options.key_file.empty()) {
    return Wrong(options.cert_file + options.key_file,
                 "a client certificate needs its private key, and the key its "
                 "certificate");
  }
  absl::Status status = ReadFile(options.cert_file, tls.pem_cert_chain);
  if (status.ok()) status = ReadFile(options.key_file, tls.pem_private_key);
  if (!status.ok()) return status;
  const auto certificates = ParseCertificates(tls.pem_cert_chain);
  if (!certificates.ok()) {
    return Wrong(options.cert_file, certificates.status());
  }
  const auto key = ParsePrivateKey(tls.pem_private_key);
  if (!key.ok()) return Wrong(options.key_file, key.status());
  const absl::Status pair = CheckPair(*certificates->front(), **key);
  return pair.ok() ? pair : Wrong(options.cert_file, pair);
}

bool IsLocal(const std::string& server) {
  return server.starts_with("unix:") || server.starts_with("unix-abstract:") ||
         BypassesProxy(server, "");
}

absl::Status CheckApiKey(const ClientOptions& options) {
  const std::string& key = options.api_key;
  const bool is_word = std::all_of(key.begin(), key.end(),
                                   [](char c) { return c > ' ' && c <= '~'; });
  if (!is_word) {
    return absl::InvalidArgumentError(
        "the API key must be one word of printable ASCII");
  }
  if (key.empty() || UsesTls(options) || options.allow_plaintext_key ||
      IsLocal(options.server)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      fmt::format("the API key is not sent to {} without TLS", options.server));
}

}  // namespace

bool UsesTls(const ClientOptions& options) {
  return options.tls || !options.ca_file.empty() ||
         !options.cert_file.empty() || !options.key_file.empty() ||
         !options.server_name.empty();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>>
MakeChannelCredentials(const ClientOptions& options) {
  absl::Status status = CheckApiKey(options);
  if (!status.ok()) return status;
  if (!UsesTls(options)) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions tls;
  status = ReadRoots(options.ca_file, tls.pem_root_certs);
  if (status.ok()) status = ReadPair(options, tls);
  if (!status.ok()) return status;
  return grpc::SslCredentials(tls);
}

void AddApiKey(const std::string& api_key, grpc::ClientContext& context) {
  if (!api_key.empty())
    context.AddMetadata("authorization", "Bearer " + api_key);
}

}  // namespace backlinks
