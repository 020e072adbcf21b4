#include "service/app/server_certificates.h"

#include <utility>

#include "service/common/status/status.h"

namespace backlinks::app {
namespace {

// gRPC reads the first private key and all certificates of a text, and skips
// the rest.
std::string PairText(const config::TlsMaterial& material) {
  return material.private_key.Reveal() + "\n" + material.certificates;
}

std::string AllText(const config::TlsMaterial& material) {
  return PairText(material) + "\n" + material.client_ca;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ServerCertificates>> ServerCertificates::Open(
    const config::Options& options, OnServed on_served) {
  std::unique_ptr<ServerCertificates> opened(
      new ServerCertificates(options, std::move(on_served)));
  const auto loaded = opened->Reload();
  if (!loaded.ok()) return loaded.status();
  return opened;
}

ServerCertificates::ServerCertificates(const config::Options& options,
                                       OnServed on_served)
    : options_(options), on_served_(std::move(on_served)) {}

absl::StatusOr<bool> ServerCertificates::Reload() {
  const auto material = config::ReadTlsFiles(options_);
  if (!material.ok()) return material.status();
  if (AllText(*material) == served_) return false;
  BACKLINKS_RETURN_IF_ERROR(Serve(*material));
  return true;
}

absl::Status ServerCertificates::Serve(const config::TlsMaterial& material) {
  if (!material.client_ca.empty()) {
    BACKLINKS_RETURN_IF_ERROR(client_ca_.Replace(material.client_ca));
  }
  BACKLINKS_RETURN_IF_ERROR(pair_.Replace(PairText(material)));
  served_ = AllText(material);
  on_served_(material.not_after);
  return absl::OkStatus();
}

std::vector<std::string> ServerCertificates::files() const {
  std::vector<std::string> paths = {options_.tls_cert_file,
                                    options_.tls_key_file};
  if (!options_.tls_client_ca_file.empty()) {
    paths.push_back(options_.tls_client_ca_file);
  }
  return paths;
}

}  // namespace backlinks::app
