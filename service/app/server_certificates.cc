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
    const config::Options& options, CertificateObserver observer) {
  const auto material = config::ReadTlsFiles(options);
  if (!material.ok()) return material.status();
  std::unique_ptr<ServerCertificates> opened(
      new ServerCertificates(options, std::move(observer)));
  BACKLINKS_RETURN_IF_ERROR(opened->Serve(*material));
  opened->watcher_ = std::thread([&self = *opened] { self.Watch(); });
  return opened;
}

ServerCertificates::ServerCertificates(const config::Options& options,
                                       CertificateObserver observer)
    : options_(options), observer_(std::move(observer)) {}

ServerCertificates::~ServerCertificates() {
  {
    const absl::MutexLock lock(&mutex_);
    is_stopped_ = true;
  }
  if (watcher_.joinable()) watcher_.join();
}

void ServerCertificates::Reload() {
  const absl::MutexLock lock(&mutex_);
  is_asked_ = true;
}

absl::Status ServerCertificates::Serve(const config::TlsMaterial& material) {
  if (!material.client_ca.empty()) {
    BACKLINKS_RETURN_IF_ERROR(client_ca_.Replace(material.client_ca));
  }
  BACKLINKS_RETURN_IF_ERROR(pair_.Replace(PairText(material)));
  served_ = AllText(material);
  observer_.on_served(material.not_after);
  return absl::OkStatus();
}

void ServerCertificates::Watch() {
  const auto is_due = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return is_stopped_ || is_asked_;
  };
  while (true) {
    {
      const absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(&is_due), kCheckInterval);
      if (is_stopped_) return;
      is_asked_ = false;
    }
    Check();
  }
}

void ServerCertificates::Check() {
  const auto material = config::ReadTlsFiles(options_);
  absl::Status problem = material.status();
  if (problem.ok() && AllText(*material) != served_) {
    problem = Serve(*material);
  }
  if (problem.ok()) {
    last_reported_ = absl::OkStatus();
  } else if (problem == last_problem_ && problem != last_reported_) {
    last_reported_ = problem;
    observer_.on_wrong_files(problem);
  }
  last_problem_ = std::move(problem);
}

}  // namespace backlinks::app
