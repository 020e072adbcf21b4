#include <chrono>
#include <future>
#include <thread>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "service/app/server_components.h"
#include "service/rpc/open_calls.h"

namespace backlinks::app {
namespace {

// The time after that in which gRPC ends the calls that did not end.
constexpr absl::Duration kShutdownSlack = absl::Seconds(1);

// How soon a forced shutdown ends the calls that are not in CallRegistry.
constexpr std::chrono::milliseconds kForcedPoll(50);

// The time for clients such as grpcurl to ask reflection for the type of a
// status's details.
constexpr std::chrono::milliseconds kDetailsGrace(500);
constexpr std::chrono::milliseconds kPoll(10);

// The time for the shared state to learn what the last calls have paid.
constexpr std::chrono::seconds kSettleGrace(5);

void WaitForDetails(const rpc::OpenCalls& open_calls) {
  const auto end = std::chrono::steady_clock::now() + kDetailsGrace;
  while (!open_calls.empty() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(kPoll);
  }
}

}  // namespace

void ServerComponents::AwaitSettled() {
  const auto end = std::chrono::steady_clock::now() + kSettleGrace;
  const auto is_settled = [this] {
    return budgets->unsettled() == 0 && budgets->unbooked() == 0;
  };
  while (!is_settled() && !lifecycle.is_shutdown_forced() &&
         std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(kPoll);
  }
}

void ServerComponents::ShutdownGrpc() {
  const absl::Duration grace = options.drain_grace;
  edge->StopAccepting();
  // Shutdown rejects new calls at once and waits for the streams.
  const std::future<void> ended = std::async(std::launch::async, [this, grace] {
    grpc_listener.server->Shutdown(absl::ToChronoTime(
        absl::Now() + grace + kFinalStatusGrace + kShutdownSlack));
  });
  call_registry.WaitUntilEmptyOrClosed(grace);
  call_registry.CancelAll(DrainingStatus());
  call_registry.WaitUntilEmpty(kFinalStatusGrace);
  call_registry.AbortAll(DrainingStatus());
  WaitForDetails(open_calls);
  // Also calls without a request, and those of health and reflection.
  open_calls.EndAll(DrainingStatus());
  open_calls.AbortFinishing(DrainingStatus());
  // What is left are calls that are not in the registry, such as those that
  // watch the health.
  while (ended.wait_for(kForcedPoll) != std::future_status::ready) {
    if (!lifecycle.is_shutdown_forced()) continue;
    grpc_server_cancel_all_calls(grpc_listener.server->c_server());
  }
}

}  // namespace backlinks::app
