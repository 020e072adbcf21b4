#include "service/app/server.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <future>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "grpcpp/grpcpp.h"
#include "service/accounting/usage_ledger.h"
#include "service/admin/admin_server.h"
#include "service/app/certificate_reports.h"
#include "service/app/grpc_listener.h"
#include "service/app/io_workers.h"
#include "service/app/known_callers.h"
#include "service/app/lifecycle.h"
#include "service/app/make_edge.h"
#include "service/app/memory_trimmer.h"
#include "service/app/open_listen.h"
#include "service/app/reloader.h"
#include "service/app/server_certificates.h"
#include "service/app/server_credentials.h"
#include "service/app/start_line.h"
#include "service/app/tracing.h"
#include "service/app/upstream.h"
#include "service/app/upstream_token_file.h"
#include "service/common/status/status.h"
#include "service/config/tls_files.h"
#include "service/cursor/cursor_codec.h"
#include "service/edge/descriptor_limit.h"
#include "service/edge/edge.h"
#include "service/model/rpc_method.h"
#include "service/reflection/reflection_service.h"
#include "service/rpc/backlinks_service.h"
#include "service/rpc/call_registry.h"
#include "service/rpc/call_router.h"
#include "service/rpc/dialog_reactor.h"
#include "service/rpc/health_service.h"
#include "service/rpc/open_calls.h"
#include "service/telemetry/call_log.h"
#include "service/telemetry/service_metrics.h"

namespace backlinks::app {
namespace {

// The time after the grace period in which streams may send their status: a
// slow reader has to read the message before it first.
constexpr absl::Duration kFinalStatusGrace = absl::Seconds(5);

// The time after that in which gRPC ends the calls that did not end.
constexpr absl::Duration kShutdownSlack = absl::Seconds(1);

// The time for exporting the last spans, after all calls have ended.
constexpr absl::Duration kFlush = absl::Seconds(5);

// How soon a forced shutdown ends the calls that are not in CallRegistry.
constexpr std::chrono::milliseconds kForcedPoll(50);

// Returns the address `listen` with the port that was bound.
std::string BoundAddress(const std::string& listen, int port) {
  if (listen.rfind("unix:", 0) == 0) return listen;
  return fmt::format("{}:{}", listen.substr(0, listen.rfind(':')), port);
}

// Adds the flag's name, if it is an error.
absl::Status WithFlag(const absl::Status& status, std::string_view flag) {
  if (status.ok()) return status;
  return {status.code(),
          fmt::format("{} ({})", std::string(status.message()), flag)};
}

// A small part of the descriptors that the process may have.
size_t MaxAdminConnections() {
  return static_cast<size_t>(
      std::clamp<int64_t>(edge::RaiseDescriptorLimit() / 8, 2, 64));
}

stream::StreamerOptions MakeStreamerOptions(const config::Options& options) {
  stream::StreamerOptions streamer;
  streamer.sender.max_batch_bytes = options.max_batch_bytes;
  streamer.sender.max_row_bytes = options.max_row_bytes;
  streamer.sender.max_batch_age = options.max_batch_age;
  if (options.stall_timeout > absl::ZeroDuration()) {
    streamer.sender.stall_timeout = options.stall_timeout;
  }
  streamer.max_resumes = options.upstream_resumes;
  streamer.decode_limits.max_depth = options.max_depth;
  streamer.decode_limits.max_cell_bytes = options.max_cell_bytes;
  streamer.decode_limits.max_row_bytes = options.max_row_bytes;
  return streamer;
}

rpc::CallLimits MakeCallLimits(const config::Options& options) {
  return {.max_open_calls = options.max_open_calls,
          .request_timeout = options.request_timeout,
          .max_request_bytes = options.max_request_bytes};
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
        call_registry(o.max_streams),
        open_calls(workers.at(0).get_executor(), MakeCallLimits(o)) {
    metrics.SetMaxStreams(o.max_streams);
  }
  ~Components();

  std::vector<CallObserver*> Observers();
  telemetry::CallTracer* tracer() {
    return tracing ? &tracing->tracer() : nullptr;
  }
  absl::Status Open();
  absl::Status OpenCallers();
  absl::Status OpenCertificates();
  absl::Status OpenGrpc();
  rpc::Routes MakeRoutes();
  absl::Status OpenAdmin();
  absl::Status OpenEdge();
  absl::Status Readiness() const;
  void LogUnhandled(std::string_view what);
  BoundAddresses addresses() const;
  void AddReloads();
  void LogStart();
  void ShutdownGrpc();

  const config::Options options;
  Lifecycle lifecycle;
  std::unique_ptr<telemetry::CallLog> log;
  telemetry::ServiceMetrics metrics;
  accounting::UsageLedger ledger;
  std::unique_ptr<KnownCallers> callers;  // Null without --callers_file.
  MemoryTrimmer memory_trimmer;
  std::unique_ptr<Tracing> tracing;  // Null if tracing is off.
  telemetry::FanOutObserver observer;
  IoWorkers workers;
  std::unique_ptr<Upstream> upstream;
  std::unique_ptr<UpstreamTokenFile> token_file;  // Null if there is none.
  std::unique_ptr<plan::Planner> planner;
  const cursor::CursorCodec codec;
  const stream::StreamerOptions streamer_options;
  std::unique_ptr<rpc::CallDependencies> dependencies;
  rpc::CallRegistry call_registry;
  std::unique_ptr<edge::Edge> edge;
  rpc::OpenCalls open_calls;
  std::unique_ptr<rpc::BacklinksServer> service;
  const reflection::ReflectionService reflection{
      {ServiceName(), std::string(reflection::kHealthServiceName)}};
  rpc::HealthService health{{ServiceName()}};
  std::unique_ptr<rpc::CallRouter> router;
  std::unique_ptr<admin::AdminServer> admin;
  std::unique_ptr<ServerCertificates> certificates;  // Null without TLS.
  GrpcListener grpc_listener;
  Reloader reloader{*log};
};

std::vector<CallObserver*> Server::Components::Observers() {
  std::vector<CallObserver*> all = {&metrics, log.get(), &ledger,
                                    &memory_trimmer};
  if (tracing) all.push_back(tracer());
  return all;
}

Server::Components::~Components() {
  if (edge) edge->StopAccepting();
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
  BACKLINKS_RETURN_IF_ERROR(CheckListenIsProtected(options));
  BACKLINKS_RETURN_IF_ERROR(OpenCertificates());
  BACKLINKS_RETURN_IF_ERROR(OpenCallers());
  // The addresses are bound first, because loading takes longer.
  BACKLINKS_RETURN_IF_ERROR(OpenAdmin());
  BACKLINKS_RETURN_IF_ERROR(OpenEdge());
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
  AddReloads();
  lifecycle.SetReady();
  health.SetServing(true);
  LogStart();
  return absl::OkStatus();
}

BoundAddresses Server::Components::addresses() const {
  return {BoundAddress(options.listen, edge->port()),
          BoundAddress(options.admin_listen, admin->port())};
}

void Server::Components::AddReloads() {
  // First, so that the lines about the other parts are in the new file.
  if (!options.log_file.empty()) {
    reloader.Add("log_file", [this] { return log->Reopen(); });
  }
  if (certificates) {
    reloader.Add("certificates", [this] {
      certificates->Reload();
      return absl::OkStatus();
    });
  }
  if (callers) {
    reloader.Add("callers_file", [this] { return callers->ReloadNow(); });
  }
  token_file = UpstreamTokenFile::Watch(options, upstream->token(), *log);
  if (token_file) {
    reloader.Add("upstream_token", [this] { return token_file->Reload(); });
  }
}

void Server::Components::LogStart() {
  log->Log(telemetry::LogLevel::kInfo, "started",
           StartFields(options, BACKLINKS_VERSION, addresses()));
  for (const std::string& warning : options.warnings) {
    log->Log(telemetry::LogLevel::kWarn, warning);
  }
  if (!upstream->import_note().empty()) {
    log->Log(telemetry::LogLevel::kWarn, upstream->import_note(),
             {{"file", options.embedded_data}});
  }
}

absl::Status Server::Components::OpenCallers() {
  auto opened = KnownCallers::Open(
      options.callers_file, options.insecure_listen, *log, metrics.callers());
  if (!opened.ok()) return opened.status();
  callers = *std::move(opened);
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
      *dependencies, std::move(grpc_workers), call_registry, ledger, observer);
  router = std::make_unique<rpc::CallRouter>(
      MakeRoutes(), open_calls,
      rpc::RouterOptions{
          .access = callers ? &callers->access_control() : nullptr,
          .protect_reflection = options.protect_reflection,
          .activity = &edge->activity()},
      observer, tracer());
  auto listener =
      ListenGrpc(options, MakeServerCredentials(options, certificates.get()),
                 *router, *edge);
  if (!listener.ok()) return WithFlag(listener.status(), "--listen");
  grpc_listener = *std::move(listener);
  return absl::OkStatus();
}

rpc::Routes Server::Components::MakeRoutes() {
  rpc::Routes routes = service->MakeRoutes();
  routes.merge(health.MakeRoutes());
  for (const auto& method : reflection.Methods()) {
    routes[method.name] = rpc::DialogRoute(rpc::Route::Admission::kReflection,
                                           method.make_dialog);
  }
  return routes;
}

absl::Status Server::Components::OpenAdmin() {
  admin = std::make_unique<admin::AdminServer>(
      workers.at(0).get_executor(),
      admin::AdminCallbacks{
          .ready = [this] { return Readiness(); },
          .metrics = [this] { return metrics.Text(); },
      },
      MaxAdminConnections());
  return WithFlag(admin->Start(options.admin_listen), "--admin_listen");
}

absl::Status Server::Components::OpenEdge() {
  auto opened = MakeEdge(options, *log);
  if (!opened.ok()) return WithFlag(opened.status(), "--listen");
  edge = *std::move(opened);
  metrics.SetConnections([this] { return edge->counts(); });
  return absl::OkStatus();
}

absl::Status Server::Components::Readiness() const {
  BACKLINKS_RETURN_IF_ERROR(lifecycle.Readiness());
  return edge->Check();
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
  const BoundAddresses addresses = components_->addresses();
  return fmt::format("backlinks-server: grpc {}, admin http://{}, upstream {}",
                     addresses.grpc, addresses.admin,
                     components_->options.upstream);
}

void Server::Reload() { components_->reloader.Reload(); }

void Server::Components::ShutdownGrpc() {
  const absl::Duration grace = options.drain_grace;
  edge->StopAccepting();
  // Shutdown rejects new calls at once and waits for the streams.
  const std::future<void> ended = std::async(std::launch::async, [this, grace] {
    grpc_listener.server->Shutdown(absl::ToChronoTime(
        absl::Now() + grace + kFinalStatusGrace + kShutdownSlack));
  });
  call_registry.WaitUntilEmptyOrClosed(grace);
  call_registry.CancelAll(DrainingStatus());
  // Also calls without a request, and those of health and reflection.
  open_calls.EndAll(DrainingStatus());
  call_registry.WaitUntilEmpty(kFinalStatusGrace);
  call_registry.AbortAll(DrainingStatus());
  // What is left are calls that are not in the registry, such as those that
  // watch the health.
  while (ended.wait_for(kForcedPoll) != std::future_status::ready) {
    if (!lifecycle.is_shutdown_forced()) continue;
    grpc_server_cancel_all_calls(grpc_listener.server->c_server());
  }
}

void Server::Drain() {
  Components& components = *components_;
  components.log->Log(telemetry::LogLevel::kInfo, "draining");
  components.lifecycle.SetDraining();
  components.health.SetServing(false);
  components.lifecycle.WaitForForcedShutdown(components.options.drain_delay);
  components.ShutdownGrpc();
  if (components.tracing) components.tracing->exporter().Flush(kFlush);
  components.log->Log(telemetry::LogLevel::kInfo, "drained");
}

void Server::ForceShutdown() {
  components_->lifecycle.ForceShutdown();
  if (components_->tracing) components_->tracing->exporter().CancelFlush();
  components_->call_registry.CancelAll(DrainingStatus());
}

}  // namespace backlinks::app
