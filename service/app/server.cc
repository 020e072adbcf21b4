#include "service/app/server.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
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
#include "service/app/io_workers.h"
#include "service/app/listen_check.h"
#include "service/app/tracing.h"
#include "service/app/upstream.h"
#include "service/common/status/status.h"
#include "service/cursor/cursor_codec.h"
#include "service/reflection/reflection_service.h"
#include "service/rpc/backlinks_service.h"
#include "service/rpc/call_registry.h"
#include "service/rpc/unknown_methods.h"
#include "service/telemetry/call_log.h"
#include "service/telemetry/service_metrics.h"

namespace backlinks {
namespace {

constexpr char kServiceName[] = "backlinks.v1.BacklinksService";

// The time after the grace period in which streams may send their status: a
// slow reader has to read the message before it first.
constexpr absl::Duration kFinalStatusGrace = absl::Seconds(5);

// The time after that in which gRPC ends the calls that are not in
// CallRegistry.
constexpr absl::Duration kShutdownSlack = absl::Seconds(1);

// The time for exporting the last spans, after all calls have ended.
constexpr absl::Duration kFlush = absl::Seconds(5);

absl::Status Starting() {
  return absl::UnavailableError("the server is starting");
}

absl::Status Draining() {
  return MakeError(Reason::kDraining,
                   "the server is shutting down; try another one");
}

// Returns the address `listen` with the port that was bound.
std::string BoundAddress(const std::string& listen, int port) {
  if (listen.rfind("unix:", 0) == 0) return listen;
  return fmt::format("{}:{}", listen.substr(0, listen.rfind(':')), port);
}

StreamerOptions MakeStreamerOptions(const Options& options) {
  StreamerOptions streamer;
  streamer.sender.max_batch_bytes = options.max_batch_bytes;
  streamer.sender.max_row_bytes = options.max_row_bytes;
  streamer.sender.max_batch_age = options.max_batch_age;
  streamer.max_resumes = options.upstream_resumes;
  streamer.decode_limits.max_depth = options.max_depth;
  streamer.decode_limits.max_cell_bytes = options.max_cell_bytes;
  streamer.decode_limits.max_row_bytes = options.max_row_bytes;
  return streamer;
}

// Allows keepalive pings of clients, so that they can detect a lost connection
// while they wait for a response or do not read it.
void SetPingPolicy(absl::Duration min_interval, grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      static_cast<int>(absl::ToInt64Milliseconds(min_interval)));
}

absl::Status WithFlag(const absl::Status& status, std::string_view flag) {
  if (status.ok()) return status;
  return {status.code(),
          fmt::format("{} ({})", std::string(status.message()), flag)};
}

// Generates a random key if none is configured: the tokens are then valid until
// the server stops.
CursorCodec MakeCodec(const Options& options) {
  return {options.token_key.empty() ? RandomTokenKey() : options.token_key,
          options.token_ttl};
}

}  // namespace

// The members are in the order of their construction: each uses only members
// above it.
struct Server::Components {
  Components(const Options& o, std::unique_ptr<CallLog> l)
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
  CallTracer* tracer() { return tracing ? &tracing->tracer() : nullptr; }
  absl::Status Open();
  absl::Status OpenGrpc();
  absl::Status OpenAdmin();
  void LogUnhandled(std::string_view what);
  void SetReady(bool value);
  absl::Status Readiness() const;
  void WaitForForcedShutdown(absl::Duration at_most);

  const Options options;
  std::unique_ptr<CallLog> log;
  ServiceMetrics metrics;
  UsageLedger ledger;
  std::unique_ptr<Tracing> tracing;  // Null if tracing is off.
  FanOutObserver observer;
  IoWorkers workers;
  std::unique_ptr<Upstream> upstream;
  std::unique_ptr<Planner> planner;
  const CursorCodec codec;
  const StreamerOptions streamer_options;
  std::unique_ptr<CallDependencies> dependencies;
  CallRegistry call_registry;
  std::unique_ptr<BacklinksServer> service;
  UnknownMethods unknown_methods{observer, tracer()};
  std::unique_ptr<ReflectionService> reflection;
  std::unique_ptr<AdminServer> admin;
  std::unique_ptr<grpc::Server> grpc_server;
  int grpc_port = 0;

  std::atomic<bool> ready = false;
  std::atomic<bool> was_ready = false;
  std::mutex mutex;
  std::condition_variable hurried;
  bool hurry = false;
};

std::vector<CallObserver*> Server::Components::Observers() {
  std::vector<CallObserver*> all = {&metrics, log.get(), &ledger};
  if (tracing) all.push_back(tracer());
  return all;
}

Server::Components::~Components() {
  if (grpc_server) grpc_server->Shutdown(std::chrono::system_clock::now());
  if (admin) admin->Stop();
  workers.Stop();
}

void Server::Components::LogUnhandled(std::string_view what) {
  log->Log(LogLevel::kError, "an exception left a handler",
           {{"what", std::string(what)}});
}

absl::Status Server::Components::Open() {
  // The addresses are checked first, because loading takes longer.
  BACKLINKS_RETURN_IF_ERROR(OpenAdmin());
  BACKLINKS_RETURN_IF_ERROR(
      WithFlag(CheckCanListen(options.listen), "--listen"));
  auto opened = Upstream::Open(options, workers, observer);
  if (!opened.ok()) return opened.status();
  upstream = *std::move(opened);
  if (tracing) {
    const UpstreamUrl& url = upstream->url();
    tracing->tracer().SetUpstream({url.tls, url.host, url.port});
  }
  planner = std::make_unique<Planner>(
      upstream->dialect(),
      PlannerOptions{.page_rows = options.page_rows,
                     .default_max_price = options.default_max_price});
  dependencies = std::make_unique<CallDependencies>(
      CallDependencies{upstream->dialect(), *planner, codec, streamer_options});
  BACKLINKS_RETURN_IF_ERROR(OpenGrpc());
  SetReady(true);
  for (const std::string& warning : options.warnings) {
    log->Log(LogLevel::kWarn, warning);
  }
  return absl::OkStatus();
}

absl::Status Server::Components::OpenGrpc() {
  std::vector<Worker> grpc_workers;
  grpc_workers.reserve(workers.size());
  for (int i = 0; i < workers.size(); ++i) {
    grpc_workers.push_back(
        {workers.at(i).get_executor(), &upstream->exchange(i)});
  }
  service = std::make_unique<BacklinksServer>(
      *dependencies, std::move(grpc_workers), call_registry, ledger, observer,
      tracer());
  reflection = std::make_unique<ReflectionService>(
      std::vector<std::string>{kServiceName, std::string(kHealthServiceName)});
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  // Without this, a second server could listen on the same port unnoticed.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  SetPingPolicy(options.min_ping_interval, builder);
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(),
                           &grpc_port);
  builder.RegisterService(service.get());
  builder.RegisterCallbackGenericService(&unknown_methods);
  reflection->Register(builder);
  grpc_server = builder.BuildAndStart();
  if (grpc_server && grpc_port != 0) return absl::OkStatus();
  BACKLINKS_RETURN_IF_ERROR(
      WithFlag(CheckCanListen(options.listen), "--listen"));
  return absl::UnavailableError(
      fmt::format("cannot listen on {} (--listen)", options.listen));
}

absl::Status Server::Components::OpenAdmin() {
  admin = std::make_unique<AdminServer>(
      workers.at(0).get_executor(),
      AdminCallbacks{
          .ready = [this] { return Readiness(); },
          .metrics = [this] { return metrics.Text(); },
      });
  return WithFlag(admin->Start(options.admin_listen), "--admin_listen");
}

absl::Status Server::Components::Readiness() const {
  if (ready) return absl::OkStatus();
  return was_ready ? Draining() : Starting();
}

void Server::Components::SetReady(bool value) {
  ready = value;
  was_ready = true;
  auto* const health = grpc_server->GetHealthCheckService();
  health->SetServingStatus(value);
  health->SetServingStatus(kServiceName, value);
}

void Server::Components::WaitForForcedShutdown(absl::Duration at_most) {
  std::unique_lock lock(mutex);
  hurried.wait_for(lock, absl::ToChronoMilliseconds(at_most),
                   [this] { return hurry; });
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options) {
  auto log = CallLog::Open(options.log_file, LogLevelOf(options.log_level));
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
  return fmt::format(
      "backlinks-server: grpc {}, admin http://{}, upstream {}",
      BoundAddress(components_->options.listen, components_->grpc_port),
      BoundAddress(components_->options.admin_listen,
                   components_->admin->port()),
      components_->options.upstream);
}

void Server::Drain() {
  Components& components = *components_;
  components.log->Log(LogLevel::kInfo, "draining");
  components.SetReady(false);
  components.WaitForForcedShutdown(components.options.drain_delay);
  const absl::Duration grace = components.options.drain_grace;
  // Shutdown rejects new calls at once and waits for the streams.
  std::thread shutdown([&components, grace] {
    components.grpc_server->Shutdown(absl::ToChronoTime(
        absl::Now() + grace + kFinalStatusGrace + kShutdownSlack));
  });
  components.call_registry.WaitUntilEmptyOrClosed(grace);
  components.call_registry.CancelAll(Draining());
  components.call_registry.WaitUntilEmpty(kFinalStatusGrace);
  components.call_registry.AbortAll(Draining());
  shutdown.join();
  if (components.tracing) components.tracing->exporter().Flush(kFlush);
  components.log->Log(LogLevel::kInfo, "drained");
}

void Server::ForceShutdown() {
  {
    const std::lock_guard lock(components_->mutex);
    components_->hurry = true;
  }
  components_->hurried.notify_all();
  if (components_->tracing) components_->tracing->exporter().ForceShutdown();
  components_->call_registry.CancelAll(Draining());
}

}  // namespace backlinks
