#include "service/app/server.h"

#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/app/server_components.h"
#include "service/common/status/status.h"

namespace backlinks::app {
namespace {

// The time for exporting the last spans, after all calls have ended.
constexpr absl::Duration kFlush = absl::Seconds(5);
// The time for a reload that has begun, and for the last line of the log.
constexpr absl::Duration kMaxReload = absl::Seconds(1);
constexpr absl::Duration kLogFlush = absl::Seconds(1);

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const config::Options& options) {
  auto log = telemetry::CallLog::Open(options.log_file,
                                      telemetry::LogLevelOf(options.log_level));
  if (!log.ok()) return log.status();
  auto components =
      std::make_unique<ServerComponents>(options, *std::move(log));
  components->metrics.SetLogLosses(
      [log = components->log.get()] { return log->losses(); });
  BACKLINKS_RETURN_IF_ERROR(components->Open());
  return std::unique_ptr<Server>(new Server(std::move(components)));
}

Server::Server(std::unique_ptr<ServerComponents> components)
    : components_(std::move(components)) {}

Server::~Server() = default;

std::string Server::ReadyLine() const {
  const BoundAddresses addresses = components_->addresses();
  return fmt::format("backlinks-server: grpc {}, admin http://{}, upstream {}",
                     addresses.grpc, addresses.admin,
                     components_->options.upstream);
}

void Server::Reload() { components_->reloader.RequestReload(); }

bool Server::StopReloads() {
  if (components_->reloader.Stop(kMaxReload)) return true;
  components_->log->Log(telemetry::LogLevel::kWarn,
                        "a reload has not ended: a file system does not "
                        "respond");
  components_->log->Flush(kLogFlush);
  return false;
}

void Server::Drain() {
  ServerComponents& components = *components_;
  components.log->Log(telemetry::LogLevel::kInfo, "draining");
  components.lifecycle.SetDraining();
  components.health.SetServing(false);
  components.lifecycle.WaitForForcedShutdown(components.options.drain_delay);
  components.ShutdownGrpc();
  components.AwaitSettled();
  if (components.tracing) components.tracing->exporter().Flush(kFlush);
  components.log->Log(telemetry::LogLevel::kInfo, "drained");
}

void Server::ForceShutdown() {
  components_->lifecycle.ForceShutdown();
  if (components_->tracing) components_->tracing->exporter().CancelFlush();
  components_->call_registry.CancelAll(DrainingStatus());
}

}  // namespace backlinks::app
