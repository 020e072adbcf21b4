// backlinks-server: starts the service and runs it until a signal ends it.
//
// Signals: SIGTERM and SIGINT drain, and a second one ends the drain at once.
//          SIGHUP reloads.
//
// Exit: 0 after a drain; 2 with one line on stderr for an invalid flag, or if
//       the server cannot start or print the ready line; 1 if --help or
//       --version cannot be printed. With --healthcheck: 0 if a server is
//       serving, else 1.
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>
#include <variant>

#include "service/app/health_probe.h"
#include "service/app/server.h"
#include "service/common/stdio/library_log.h"
#include "service/common/stdio/standard_files.h"
#include "service/config/options.h"
#include "service/grpc_threads.h"

namespace {

constexpr int kUsage = 2;
constexpr absl::Duration kHealthTimeout = absl::Seconds(3);

int Fail(const std::string& line, int code = kUsage) {
  backlinks::PrintError("backlinks-server", line);
  return code;
}

// Must be called before any thread is started, so that none of them receives a
// signal.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Otherwise the libraries would write their own lines about what our log
// reports, and block on the reader of standard error.
void SilenceLibraries() {
  backlinks::SilenceProtobuf();
  backlinks::SilenceGrpc();
}

// Waits for a signal that ends the server.
void AwaitEnd(const sigset_t& signals, backlinks::app::Server& server) {
  int signal = 0;
  while (sigwait(&signals, &signal) != 0 || signal == SIGHUP) {
    if (signal == SIGHUP) server.Reload();
  }
}

int Serve(const backlinks::config::Options& options, const sigset_t& signals) {
  const backlinks::GrpcThreads grpc_threads;
  auto server = backlinks::app::Server::Start(options);
  if (!server.ok()) return Fail(std::string(server.status().message()));
  const absl::Status printed =
      backlinks::PrintOutput((*server)->ReadyLine() + '\n');
  if (!printed.ok()) return Fail(std::string(printed.message()));
  AwaitEnd(signals, **server);
  // A second signal ends the wait.
  std::atomic<bool> drained = false;
  std::thread second([&server, &signals, &drained] {
    const timespec pause{0, 100'000'000};
    while (!drained) {
      const int signal = sigtimedwait(&signals, nullptr, &pause);
      if (signal == SIGHUP) (*server)->Reload();
      if (signal == SIGTERM || signal == SIGINT) (*server)->ForceShutdown();
    }
  });
  (*server)->Drain();
  drained = true;
  second.join();
  // A thread that waits for a file system cannot be ended in another way.
  if (!(*server)->StopReloads()) _exit(EXIT_SUCCESS);
  return EXIT_SUCCESS;
}

int Print(const std::string& text) {
  const absl::Status printed = backlinks::PrintOutput(text);
  if (printed.ok()) return EXIT_SUCCESS;
  return Fail(std::string(printed.message()), EXIT_FAILURE);
}

int Check(const backlinks::config::CheckHealth& flags) {
  const absl::Status health =
      backlinks::app::ProbeHealth(flags, kHealthTimeout);
  if (health.ok()) return EXIT_SUCCESS;
  return Fail(std::string(health.message()), EXIT_FAILURE);
}

}  // namespace

int main(int argc, char** argv) {
  backlinks::PrepareStandardFiles();
  const sigset_t signals = BlockSignals();
  SilenceLibraries();
  auto parsed = backlinks::config::ParseOptions(argc, argv);
  if (const auto* text =
          std::get_if<backlinks::config::PrintAndExit>(&parsed)) {
    return Print(text->text);
  }
  if (const auto* check =
          std::get_if<backlinks::config::CheckHealth>(&parsed)) {
    return Check(*check);
  }
  if (const auto* error = std::get_if<backlinks::config::UsageError>(&parsed)) {
    return Fail(error->line);
  }
  return Serve(std::get<backlinks::config::Options>(parsed), signals);
}
