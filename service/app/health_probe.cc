#include "service/app/health_probe.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace backlinks::app {
namespace {

namespace health = grpc::health::v1;

// gRPC reads the files once more after this, long after the probe has ended.
constexpr unsigned kProbeRefreshSeconds = 3600;

std::shared_ptr<grpc::ChannelCredentials> MakeCredentials(
    const config::CheckHealth& flags) {
  namespace tls = grpc::experimental;
  if (flags.tls_cert_file.empty()) return grpc::InsecureChannelCredentials();
  tls::TlsChannelCredentialsOptions options;
  options.set_verify_server_certs(false);
  options.set_certificate_verifier(
      std::make_shared<tls::NoOpCertificateVerifier>());
  options.set_check_call_host(false);
  if (flags.tls_require_client_cert) {
    options.set_certificate_provider(
        std::make_shared<tls::FileWatcherCertificateProvider>(
            flags.tls_key_file, flags.tls_cert_file, kProbeRefreshSeconds));
    options.watch_identity_key_cert_pairs();
  }
  return tls::TlsCredentials(options);
}

std::unique_ptr<health::Health::Stub> Connect(
    const std::string& target, const config::CheckHealth& flags) {
  grpc::ChannelArguments arguments;
  // Loopback is never behind a proxy, whatever the environment variables are.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return health::Health::NewStub(
      grpc::CreateCustomChannel(target, MakeCredentials(flags), arguments));
}

}  // namespace

std::string ProbeTarget(std::string_view listen) {
  constexpr std::pair<std::string_view, std::string_view> kLoopbacks[] = {
      {"0.0.0.0:", "127.0.0.1:"}, {"[::]:", "[::1]:"}};
  for (const auto& [every, loopback] : kLoopbacks) {
    if (listen.rfind(every, 0) != 0) continue;
    return fmt::format("{}{}", loopback, listen.substr(every.size()));
  }
  return std::string(listen);
}

absl::Status ProbeHealth(const config::CheckHealth& flags,
                         absl::Duration timeout) {
  const std::string target = ProbeTarget(flags.listen);
  if (target.ends_with(":0")) {
    return absl::InvalidArgumentError(
        "--healthcheck needs the port that was chosen, not --listen " +
        flags.listen);
  }
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  health::HealthCheckResponse response;
  const grpc::Status status =
      Connect(target, flags)
          ->Check(&context, health::HealthCheckRequest(), &response);
  if (!status.ok()) {
    return absl::UnavailableError(
        fmt::format("{} does not answer: {}", target, status.error_message()));
  }
  if (response.status() == health::HealthCheckResponse::SERVING) {
    return absl::OkStatus();
  }
  return absl::UnavailableError(fmt::format(
      "{} is {}", target,
      health::HealthCheckResponse::ServingStatus_Name(response.status())));
}

}  // namespace backlinks::app
