#include "service/app/server.h"

#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"
#include "service/accounting/usage_ledger.h"
#include "service/admin/admin_server.h"
#include "service/app/certificate_reports.h"
#include "service/app/grpc_listener.h"
#include "service/app/io_workers.h"
#include "service/app/lifecycle.h"
#include "service/app/listen_check.h"
#include "service/app/open_listen.h"
#include "service/app/server_certificates.h"
#include "service/app/server_credentials.h"
#include "service/app/tracing.h"
#include "service/app/upstream.h"
#include "service/common/status/status.h"
#include "service/config/tls_files.h"
#include "service/cursor/cursor_codec.h"
#include "service/model/rpc_method.h"
#include "service/reflection/reflection_service.h"
#include "service/rpc/backlinks_service.h"
#include "service/rpc/call_registry.h"
#include "service/rpc/unknown_methods.h"
#include "service/telemetry/call_log.h"
#include "service/telemetry/service_metrics.h"

namespace backlinks::app {
namespace {

// The time after the grace period in which streams may send their status: a
// slow reader has to read the message before it first.
constexpr absl::Duration kFinalStatusGrace = absl::Seconds(5);

// The time after that in which gRPC ends the calls that are not in
// CallRegistry.
constexpr absl::Duration kShutdownSlack = absl::Seconds(1);

// The time for exporting the last spans, after all calls have ended.
constexpr absl::Duration kFlush = absl::Seconds(5);

// Returns the address `listen` with the port that was bound.
std::string BoundAddress(const std::string& listen, int port) {
  if (listen.rfind("unix:", 0) == 0) return listen;
  return fmt::format("{}:{}", listen.substr(0, listen.rfind(':')), port);
}

stream::StreamerOptions MakeStreamerOptions(const config::Options& options) {
  stream::StreamerOptions streamer;
  streamer.sender.max_batch_bytes = options.max_batch_bytes;
  streamer.sender.max_row_bytes = options.max_row_bytes;
  streamer.sender.max_batch_age = options.max_batch_age;
  streamer.max_resumes = options.upstream_resumes;
  streamer.decode_limits.max_depth = options.max_depth;
  streamer.decode_limits.max_cell_bytes = options.max_cell_bytes;
  streamer.decode_limits.max_row_bytes = options.max_row_bytes;
  return streamer;
}

// Generates a random key if none is configured: the tokens are then valid until
// the server stops.
cursor::CursorCodec MakeCodec(const config::Options& options) {
  return {
      options.token_key.empty() ? cursor::RandomTokenKey() : options.token_key,
      options.token_ttl};
}

}  // namespace

// The members are in the order of their construction: each uses only members
// above it.
struct Server::Components {
  Components(const config::Options& o, std::unique_ptr<telemetry::CallLog> l)
      : options(o),
        log(std::move(l)),
        metrics(BACKLINKS_VERSION, o.upstream),
        tracing(Tracing::Make(o, BACKLINKS_VERSION, metrics.spans())),
        observer(Observers()),
        workers(o.threads,
                [this](std::string_view what) { LogUnhandled(what); }),
        codec(MakeCodec(o)),
        streamer_options(MakeStreamerOptions(o)),
        call_registry(o.max_streams) {
    metrics.SetMaxStreams(o.max_streams);
  }
  ~Components();

  std::vector<CallObserver*> Observers();
  telemetry::CallTracer* tracer() {
    return tracing ? &tracing->tracer() : nullptr;
  }
  absl::Status Open();
  absl::Status OpenCertificates();
  absl::Status OpenGrpc();
  absl::Status OpenAdmin();
  void LogUnhandled(std::string_view what);
  void SetHealth(bool is_serving);

  const config::Options options;
  Lifecycle lifecycle;
  std::unique_ptr<telemetry::CallLog> log;
  telemetry::ServiceMetrics metrics;
  accounting::UsageLedger ledger;
  std::unique_ptr<Tracing> tracing;  // Null if tracing is off.
  telemetry::FanOutObserver observer;
  IoWorkers workers;
  std::unique_ptr<Upstream> upstream;
  std::unique_ptr<plan::Planner> planner;
  const cursor::CursorCodec codec;
  const stream::StreamerOptions streamer_options;
  std::unique_ptr<rpc::CallDependencies> dependencies;
  rpc::CallRegistry call_registry;
  std::unique_ptr<rpc::BacklinksServer> service;
  rpc::UnknownMethods unknown_methods{observer, tracer()};
  std::unique_ptr<reflection::ReflectionService> reflection;
  std::unique_ptr<admin::AdminServer> admin;
  std::unique_ptr<ServerCertificates> certificates;  // Null without TLS.
  GrpcListener grpc_listener;
};

std::vector<CallObserver*> Server::Components::Observers() {
  std::vector<CallObserver*> all = {&metrics, log.get(), &ledger};
  if (tracing) all.push_back(tracer());
  return all;
}

Server::Components::~Components() {
  if (grpc_listener.server) {
    grpc_listener.server->Shutdown(std::chrono::system_clock::now());
  }
  if (admin) admin->Stop();
  workers.Stop();
}

void Server::Components::LogUnhandled(std::string_view what) {
  log->Log(telemetry::LogLevel::kError, "unhandled exception in a handler",
           {{"what", std::string(what)}});
}

absl::Status Server::Components::Open() {
  // The addresses are checked first, because loading takes longer.
  BACKLINKS_RETURN_IF_ERROR(CheckListenIsProtected(options));
  BACKLINKS_RETURN_IF_ERROR(OpenCertificates());
  BACKLINKS_RETURN_IF_ERROR(OpenAdmin());
  BACKLINKS_RETURN_IF_ERROR(
      WithFlag(CheckCanListen(options.listen), "--listen"));
  auto opened = Upstream::Open(options, workers, observer);
  if (!opened.ok()) return opened.status();
  upstream = *std::move(opened);
  if (tracing) {
    const config::UpstreamUrl& url = upstream->url();
    tracing->tracer().SetUpstream({url.tls, url.host, url.port});
  }
  planner = std::make_unique<plan::Planner>(
      upstream->dialect(),
      plan::PlannerOptions{.page_rows = options.page_rows,
                           .default_max_price = options.default_max_price});
  dependencies = std::make_unique<rpc::CallDependencies>(rpc::CallDependencies{
      upstream->dialect(), *planner, codec, streamer_options});
  BACKLINKS_RETURN_IF_ERROR(OpenGrpc());
  lifecycle.SetReady();
  SetHealth(true);
  for (const std::string& warning : options.warnings) {
    log->Log(telemetry::LogLevel::kWarn, warning);
  }
  if (!upstream->import_note().empty()) {
    log->Log(telemetry::LogLevel::kWarn, upstream->import_note(),
             {{"file", options.embedded_data}});
  }
  return absl::OkStatus();
}

absl::Status Server::Components::OpenCertificates() {
  if (!config::UsesTls(options)) return absl::OkStatus();
  auto opened = ServerCertificates::Open(
      options, ReportCertificates(*log, metrics.tls()));
  if (!opened.ok()) return opened.status();
  certificates = *std::move(opened);
  return absl::OkStatus();
}

absl::Status Server::Components::OpenGrpc() {
  std::vector<rpc::Worker> grpc_workers;
  grpc_workers.reserve(workers.size());
  for (int i = 0; i < workers.size(); ++i) {
    grpc_workers.push_back(
        {workers.at(i).get_executor(), &upstream->exchange(i)});
  }
  service = std::make_unique<rpc::BacklinksServer>(
      *dependencies, std::move(grpc_workers), call_registry, ledger, observer,
      tracer());
  reflection =
      std::make_unique<reflection::ReflectionService>(std::vector<std::string>{
          ServiceName(), std::string(reflection::kHealthServiceName)});
  auto listener =
      ListenGrpc(options, MakeServerCredentials(options, certificates.get()),
                 *service, unknown_methods, *reflection);
  if (!listener.ok()) return listener.status();
  grpc_listener = *std::move(listener);
  return absl::OkStatus();
}

absl::Status Server::Components::OpenAdmin() {
  admin = std::make_unique<admin::AdminServer>(
      workers.at(0).get_executor(),
      admin::AdminCallbacks{
          .ready = [this] { return lifecycle.Readiness(); },
          .metrics = [this] { return metrics.Text(); },
      });
  return WithFlag(admin->Start(options.admin_listen), "--admin_listen");
}

void Server::Components::SetHealth(bool is_serving) {
  auto* const health = grpc_listener.server->GetHealthCheckService();
  health->SetServingStatus(is_serving);
  health->SetServingStatus(ServiceName(), is_serving);
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const config::Options& options) {
  auto log = telemetry::CallLog::Open(options.log_file,
                                      telemetry::LogLevelOf(options.log_level));
  if (!log.ok()) return log.status();
  auto components = std::make_unique<Components>(options, *std::move(log));
  components->metrics.SetLogLosses(
      [log = components->log.get()] { return log->losses(); });
  BACKLINKS_RETURN_IF_ERROR(components->Open());
  return std::unique_ptr<Server>(new Server(std::move(components)));
}

Server::Server(std::unique_ptr<Components> components)
    : components_(std::move(components)) {}

Server::~Server() = default;

std::string Server::ReadyLine() const {
  return fmt::format("backlinks-server: grpc {}, admin http://{}, upstream {}",
                     BoundAddress(components_->options.listen,
                                  components_->grpc_listener.port),
                     BoundAddress(components_->options.admin_listen,
                                  components_->admin->port()),
                     components_->options.upstream);
}

void Server::Drain() {
  Components& components = *components_;
  components.log->Log(telemetry::LogLevel::kInfo, "draining");
  components.lifecycle.SetDraining();
  components.SetHealth(false);
  components.lifecycle.WaitForForcedShutdown(components.options.drain_delay);
  const absl::Duration grace = components.options.drain_grace;
  // Shutdown rejects new calls at once and waits for the streams.
  std::thread shutdown([&components, grace] {
    components.grpc_listener.server->Shutdown(absl::ToChronoTime(
        absl::Now() + grace + kFinalStatusGrace + kShutdownSlack));
  });
  components.call_registry.WaitUntilEmptyOrClosed(grace);
  components.call_registry.CancelAll(DrainingStatus());
  components.call_registry.WaitUntilEmpty(kFinalStatusGrace);
  components.call_registry.AbortAll(DrainingStatus());
  shutdown.join();
  if (components.tracing) components.tracing->exporter().Flush(kFlush);
  components.log->Log(telemetry::LogLevel::kInfo, "drained");
}

void Server::ForceShutdown() {
  components_->lifecycle.ForceShutdown();
  if (components_->tracing) components_->tracing->exporter().CancelFlush();
  components_->call_registry.CancelAll(DrainingStatus());
}

}  // namespace backlinks::app
