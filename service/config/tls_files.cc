#include "service/config/tls_files.h"

#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "service/common/file/small_file.h"
#include "service/common/pem/pem.h"
#include "service/config/option_error.h"
#include "service/config/secret_file.h"

namespace backlinks::config {
namespace {

constexpr std::string_view kCertFlag = "--tls_cert_file";
constexpr std::string_view kKeyFlag = "--tls_key_file";
constexpr std::string_view kClientCaFlag = "--tls_client_ca_file";

std::string Where(std::string_view flag, const std::string& path) {
  return fmt::format("{} {}", flag, path);
}

absl::StatusOr<std::string> ReadFile(std::string_view flag,
                                     const std::string& path) {
  // Read again whenever they change, which must not wait for a pipe.
  absl::StatusOr<std::string> text =
      ReadSmallFile(path, kMaxSmallFileBytes, FileKind::kRegular);
  if (text.ok()) return text;
  return WrongOption(Where(flag, path), text.status());
}

absl::Status ReadPair(const Options& options, TlsMaterial& material) {
  absl::StatusOr<std::string> pem = ReadFile(kCertFlag, options.tls_cert_file);
  if (!pem.ok()) return pem.status();
  material.certificates = *std::move(pem);
  const auto certificates = ParseCertificates(material.certificates);
  const std::string cert_where = Where(kCertFlag, options.tls_cert_file);
  if (!certificates.ok()) {
    return WrongOption(cert_where, certificates.status());
  }
  pem = ReadFile(kKeyFlag, options.tls_key_file);
  if (!pem.ok()) return pem.status();
  material.private_key = Secret(*std::move(pem));
  const auto key = ParsePrivateKey(material.private_key.Reveal());
  if (!key.ok()) {
    return WrongOption(Where(kKeyFlag, options.tls_key_file), key.status());
  }
  const absl::Status pair = CheckPair(*certificates->front(), **key);
  if (!pair.ok()) return WrongOption(cert_where, pair);
  material.not_after = NotAfter(*certificates->front());
  return absl::OkStatus();
}

absl::Status ReadClientCa(const std::string& path, TlsMaterial& material) {
  absl::StatusOr<std::string> pem = ReadFile(kClientCaFlag, path);
  if (!pem.ok()) return pem.status();
  material.client_ca = *std::move(pem);
  const auto certificates = ParseCertificates(material.client_ca);
  if (certificates.ok()) return absl::OkStatus();
  return WrongOption(Where(kClientCaFlag, path), certificates.status());
}

absl::Status CheckTlsFlags(const Options& options) {
  if (options.tls_cert_file.empty() != options.tls_key_file.empty()) {
    const bool has_cert = !options.tls_cert_file.empty();
    return WrongOption(
        has_cert ? kCertFlag : kKeyFlag,
        fmt::format("needs {}", has_cert ? kKeyFlag : kCertFlag));
  }
  if (!options.tls_client_ca_file.empty() && !UsesTls(options)) {
    return WrongOption(kClientCaFlag, fmt::format("needs {}", kCertFlag));
  }
  if (options.tls_require_client_cert && options.tls_client_ca_file.empty()) {
    return WrongOption("--tls_require_client_cert",
                       fmt::format("needs {}", kClientCaFlag));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TlsMaterial> ReadTlsFiles(const Options& options) {
  TlsMaterial material;
  absl::Status status = ReadPair(options, material);
  if (status.ok() && !options.tls_client_ca_file.empty()) {
    status = ReadClientCa(options.tls_client_ca_file, material);
  }
  if (!status.ok()) return status;
  return material;
}

absl::Status CheckTls(Options& options) {
  absl::Status status = CheckTlsFlags(options);
  if (!status.ok() || !UsesTls(options)) return status;
  const auto material = ReadTlsFiles(options);
  if (!material.ok()) return material.status();
  if (material->not_after <= absl::Now()) {
    options.warnings.push_back(
        OneLine(Where(kCertFlag, options.tls_cert_file) + " has expired"));
  }
  if (IsWorldReadable(options.tls_key_file)) {
    options.warnings.push_back(OneLine(Where(kKeyFlag, options.tls_key_file) +
                                       " can be read by everyone"));
  }
  return absl::OkStatus();
}

}  // namespace backlinks::config
