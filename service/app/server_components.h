// All components of a running server, and how they are connected.
//
// Threads: Open, ShutdownGrpc and the destructor are called from one thread.
#ifndef BACKLINKS_SERVICE_APP_SERVER_COMPONENTS_H_
#define BACKLINKS_SERVICE_APP_SERVER_COMPONENTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/accounting/budget_book.h"
#include "service/accounting/usage_ledger.h"
#include "service/admin/admin_server.h"
#include "service/app/grpc_listener.h"
#include "service/app/io_workers.h"
#include "service/app/known_callers.h"
#include "service/app/lifecycle.h"
#include "service/app/reloader.h"
#include "service/app/server_certificates.h"
#include "service/app/start_line.h"
#include "service/app/state_watch.h"
#include "service/app/tracing.h"
#include "service/app/trim_after_calls.h"
#include "service/app/upstream.h"
#include "service/app/upstream_token_file.h"
#include "service/config/options.h"
#include "service/cursor/cursor_codec.h"
#include "service/edge/descriptor_limit.h"
#include "service/edge/edge.h"
#include "service/memory/memory_trimmer.h"
#include "service/model/rpc_method.h"
#include "service/reflection/reflection_service.h"
#include "service/rpc/backlinks_service.h"
#include "service/rpc/call_registry.h"
#include "service/rpc/call_router.h"
#include "service/rpc/health_service.h"
#include "service/rpc/open_calls.h"
#include "service/state/shared_state.h"
#include "service/telemetry/call_log.h"
#include "service/telemetry/service_metrics.h"

namespace backlinks::app {

// The time after the grace period in which streams may send their status: a
// slow reader has to read the message before it first.
inline constexpr absl::Duration kFinalStatusGrace = absl::Seconds(5);

// The members are in the order of their construction: each uses only members
// above it.
struct ServerComponents {
  ServerComponents(const config::Options& o,
                   std::unique_ptr<telemetry::CallLog> l);
  ~ServerComponents();

  std::vector<CallObserver*> Observers();
  telemetry::CallTracer* tracer() {
    return tracing ? &tracing->tracer() : nullptr;
  }
  absl::Status Open();
  absl::Status OpenState();
  absl::Status OpenCallers();
  // The callers whose spending is in the metrics, with their budgets.
  std::vector<std::pair<std::string, CallerBudget>> CallerBudgets();
  void WatchState();
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
  // Waits until what was paid is written to the state, for a short time.
  void AwaitSettled();

  const config::Options options;
  const int64_t descriptors = edge::RaiseDescriptorLimit();
  Lifecycle lifecycle;
  std::unique_ptr<telemetry::CallLog> log;
  telemetry::ServiceMetrics metrics;
  accounting::UsageLedger ledger;
  std::unique_ptr<KnownCallers> callers;  // Null without --callers_file.
  // Before the workers, because these destroy the coroutines that use them.
  std::unique_ptr<state::SharedState> state;
  // Null if a server without its shared state rejects calls.
  std::unique_ptr<state::SharedState> local_state;
  std::unique_ptr<accounting::BudgetBook> budgets;
  std::unique_ptr<StateWatch> state_watch;
  memory::MemoryTrimmer memory_trimmer;
  TrimAfterCalls trim_after_calls{memory_trimmer};
  std::unique_ptr<Tracing> tracing;  // Null if tracing is off.
  telemetry::FanOutObserver observer;
  stream::OpenStreams open_streams;
  IoWorkers workers;
  std::unique_ptr<Upstream> upstream;
  std::unique_ptr<UpstreamTokenFile> token_file;  // Null if there is none.
  std::unique_ptr<plan::Planner> planner;
  const cursor::CursorCodec codec;
  const stream::StreamerOptions streamer_options;
  std::unique_ptr<rpc::CallDependencies> dependencies;
  rpc::CallRegistry call_registry;
  rpc::OpenCalls open_calls;
  std::unique_ptr<edge::Edge> edge;
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

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_SERVER_COMPONENTS_H_
