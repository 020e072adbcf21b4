#include "service/app/server_components.h"

#include <chrono>
#include <utility>

#include "fmt/format.h"
#include "service/app/certificate_reports.h"
#include "service/app/component_options.h"
#include "service/app/flag_error.h"
#include "service/app/make_edge.h"
#include "service/app/open_listen.h"
#include "service/app/server_credentials.h"
#include "service/app/upstream_rate.h"
#include "service/common/status/status.h"
#include "service/config/tls_files.h"
#include "service/rpc/dialog_reactor.h"

namespace backlinks::app {
namespace {

// Returns the address `listen` with the port that was bound.
std::string BoundAddress(const std::string& listen, int port) {
  if (listen.rfind("unix:", 0) == 0) return listen;
  return fmt::format("{}:{}", listen.substr(0, listen.rfind(':')), port);
}

}  // namespace

ServerComponents::ServerComponents(const config::Options& o,
                                   std::unique_ptr<telemetry::CallLog> l)
    : options(o),
      log(std::move(l)),
      metrics(BACKLINKS_VERSION, o.upstream),
      tracing(Tracing::Make(o, BACKLINKS_VERSION, metrics.spans())),
      observer(Observers()),
      workers(o.threads, [this](std::string_view what) { LogUnhandled(what); }),
      codec(MakeCodec(o)),
      streamer_options(MakeStreamerOptions(o)),
      call_registry(o.max_streams),
      open_calls(workers.at(0).get_executor(), MakeCallLimits(o)) {
  metrics.SetMaxStreams(o.max_streams);
}

std::vector<CallObserver*> ServerComponents::Observers() {
  std::vector<CallObserver*> all = {&metrics, log.get(), &ledger,
                                    &trim_after_calls};
  if (tracing) all.push_back(tracer());
  return all;
}

ServerComponents::~ServerComponents() {
  if (edge) edge->StopAccepting();
  if (grpc_listener.server) {
    grpc_listener.server->Shutdown(std::chrono::system_clock::now());
  }
  if (admin) admin->Stop();
  workers.Stop();
  if (budgets) budgets->Close();
}

void ServerComponents::LogUnhandled(std::string_view what) {
  log->Log(telemetry::LogLevel::kError, "unhandled exception in a handler",
           {{"what", std::string(what)}});
}

absl::Status ServerComponents::Open() {
  BACKLINKS_RETURN_IF_ERROR(OpenCertificates());
  BACKLINKS_RETURN_IF_ERROR(OpenState());
  BACKLINKS_RETURN_IF_ERROR(OpenCallers());
  // The addresses are bound first, because loading takes longer.
  BACKLINKS_RETURN_IF_ERROR(OpenAdmin());
  BACKLINKS_RETURN_IF_ERROR(OpenEdge());
  // Bound, but not listening: the name of the address could be resolved.
  BACKLINKS_RETURN_IF_ERROR(CheckListenIsProtected(options));
  auto opened = Upstream::Open(
      options, workers,
      {observer, metrics.cache(), *state,
       MakeSharedRate(options, workers.at(0).get_executor(), *state, *log)});
  if (!opened.ok()) return opened.status();
  upstream = *std::move(opened);
  if (tracing) {
    const config::UpstreamUrl& url = upstream->url();
    tracing->tracer().SetUpstream({url.tls, url.host, url.port});
  }
  planner = std::make_unique<plan::Planner>(
      upstream->dialect(),
      plan::PlannerOptions{
          .page_rows = options.page_rows,
          .default_max_price = options.default_max_price,
          .max_cache_age = options.cache_ttl.value_or(absl::ZeroDuration())});
  dependencies = std::make_unique<rpc::CallDependencies>(rpc::CallDependencies{
      upstream->dialect(), *planner, codec, streamer_options, open_streams,
      *budgets, ledger, callers ? &callers->access_control() : nullptr,
      upstream->page_cache()});
  BACKLINKS_RETURN_IF_ERROR(OpenGrpc());
  AddReloads();
  lifecycle.SetReady();
  health.SetServing(true);
  LogStart();
  WatchState();
  return absl::OkStatus();
}

BoundAddresses ServerComponents::addresses() const {
  return {BoundAddress(options.listen, edge->port()),
          BoundAddress(options.admin_listen, admin->port())};
}

void ServerComponents::LogStart() {
  log->Log(
      telemetry::LogLevel::kInfo, "started",
      StartFields(options, BACKLINKS_VERSION, addresses(), edge->limits()));
  for (const std::string& warning : options.warnings) {
    log->Log(telemetry::LogLevel::kWarn, warning);
  }
  if (!upstream->import_note().empty()) {
    log->Log(telemetry::LogLevel::kWarn, upstream->import_note(),
             {{"file", options.embedded_data}});
  }
}

absl::Status ServerComponents::OpenCallers() {
  auto opened = KnownCallers::Open(
      options.callers_file, options.insecure_listen, *log, metrics.callers());
  if (!opened.ok()) return opened.status();
  callers = *std::move(opened);
  return absl::OkStatus();
}

absl::Status ServerComponents::OpenCertificates() {
  if (!config::UsesTls(options)) return absl::OkStatus();
  auto opened = ServerCertificates::Open(
      options, ReportCertificates(*log, metrics.tls()));
  if (!opened.ok()) return opened.status();
  certificates = *std::move(opened);
  return absl::OkStatus();
}

absl::Status ServerComponents::OpenGrpc() {
  std::vector<rpc::Worker> grpc_workers;
  grpc_workers.reserve(workers.size());
  for (int i = 0; i < workers.size(); ++i) {
    grpc_workers.push_back(
        {workers.at(i).get_executor(), &upstream->exchange(i)});
  }
  service = std::make_unique<rpc::BacklinksServer>(
      *dependencies, std::move(grpc_workers), call_registry, observer);
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

rpc::Routes ServerComponents::MakeRoutes() {
  rpc::Routes routes = service->MakeRoutes();
  routes.merge(health.MakeRoutes());
  for (const auto& method : reflection.Methods()) {
    routes[method.name] = rpc::DialogRoute(rpc::Route::Admission::kReflection,
                                           method.make_dialog);
  }
  return routes;
}

absl::Status ServerComponents::OpenAdmin() {
  admin = std::make_unique<admin::AdminServer>(
      workers.at(0).get_executor(),
      admin::AdminCallbacks{
          .ready = [this] { return Readiness(); },
          .detail = [this] { return state_watch->Detail(); },
          .metrics = [this] { return metrics.Text(); },
      },
      MaxAdminConnections(descriptors));
  return WithFlag(admin->Start(options.admin_listen), "--admin_listen");
}

absl::Status ServerComponents::OpenEdge() {
  auto opened =
      MakeEdge(options, descriptors, *log,
               {.on_end = [this] { memory_trimmer.Schedule(); },
                .on_large_requests =
                    [this](std::string_view peer, int64_t count,
                           std::chrono::steady_clock::time_point found) {
                      open_calls.EndRequests(peer, count, found);
                    }});
  if (!opened.ok()) return WithFlag(opened.status(), "--listen");
  edge = *std::move(opened);
  metrics.SetConnections([this] { return edge->counts(); });
  metrics.SetOpenCalls([this] { return open_calls.counts(); });
  return absl::OkStatus();
}

absl::Status ServerComponents::Readiness() const {
  BACKLINKS_RETURN_IF_ERROR(lifecycle.Readiness());
  return edge->Check();
}

}  // namespace backlinks::app
