#include "service/edge/kept_coroutines.h"

#include <chrono>
#include <exception>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/executor_work_guard.hpp"

namespace backlinks::edge {
namespace {

namespace asio = boost::asio;

// While starts fail, memory is short: others must get the processor.
constexpr auto kRestartPause = std::chrono::milliseconds(10);

}  // namespace

void KeptCoroutines::Run(asio::io_context& io) {
  // Without work it would stop, also between an end and the next start.
  const auto work = asio::make_work_guard(io);
  for (bool has_ended = false; !has_ended;) {
    try {
      StartMissing(io);
      io.run();
      has_ended = true;
    } catch (...) {
      // Thrown by a handler of `io`, which continues, by a coroutine, or by
      // StartMissing. What does not run is started again.
      std::this_thread::sleep_for(kRestartPause);
    }
  }
}

void KeptCoroutines::StartMissing(asio::io_context& io) {
  for (Kept& kept : all_) {
    if (kept.is_running || kept.has_returned) continue;
    // Before it runs, which may end it.
    kept.is_running = true;
    absl::Cleanup failed = [&kept] { kept.is_running = false; };
    asio::co_spawn(io, Keep(kept), [](const std::exception_ptr& error) {
      // Out of io.run, so that a failure to start the next one is caught, too.
      if (error) std::rethrow_exception(error);
    });
    std::move(failed).Cancel();
  }
}

asio::awaitable<void> KeptCoroutines::Keep(Kept& kept) {
  // By the destruction of the coroutine, since its handler may not be called
  // without memory.
  const absl::Cleanup ended = [&kept] { kept.is_running = false; };
  co_await kept.make();
  kept.has_returned = true;
}

}  // namespace backlinks::edge
