#include "client/cpp/cli/interrupter.h"

#include <pthread.h>

#include <csignal>
#include <ctime>

namespace backlinks::cli {
namespace {

constexpr timespec kPause{0, 50'000'000};

sigset_t Interrupt() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void BlockInterrupt() {
  const sigset_t signals = Interrupt();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Interrupter::Interrupter(RefpageStream& stream)
    : thread_([this, &stream] {
        const sigset_t signals = Interrupt();
        while (!done_) {
          if (sigtimedwait(&signals, nullptr, &kPause) != SIGINT) continue;
          interrupted_ = true;
          stream.Cancel();
        }
      }) {}

Interrupter::~Interrupter() {
  done_ = true;
  thread_.join();
}

}  // namespace backlinks::cli
