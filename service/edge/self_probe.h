// Connects to the own port every few seconds, as a client would, and waits for
// a reaction of gRPC: the only way to see that a listener is deaf.
//
// The connection is plain HTTP/2. Over TLS gRPC rejects it by closing it, which
// is a reaction, too: a connection that is refused when it is accepted is
// reset instead.
// Threads: those of the executor, one at a time; Check any.
#ifndef BACKLINKS_SERVICE_EDGE_SELF_PROBE_H_
#define BACKLINKS_SERVICE_EDGE_SELF_PROBE_H_

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/generic/stream_protocol.hpp"
#include "boost/asio/steady_timer.hpp"

namespace backlinks::edge {

class SelfProbe {
 public:
  using Clock = std::chrono::steady_clock;
  using Protocol = boost::asio::generic::stream_protocol;

  struct Timing {
    Clock::duration period = std::chrono::seconds(5);
    Clock::duration timeout = std::chrono::seconds(3);
  };

  SelfProbe(const boost::asio::any_io_executor& executor,
            Protocol::endpoint endpoint, Timing timing)
      : executor_(executor),
        endpoint_(std::move(endpoint)),
        timing_(timing),
        timer_(executor) {}

  // Resets the time since the last success. Any thread may call it.
  void MarkReachable();

  // Probes until Stop.
  boost::asio::awaitable<void> Run();
  void Stop();

  // Whether a connection of this name (PeerName::name) is a probe. Limits do
  // not concern it.
  bool IsProbe(std::string_view peer) const { return peer == own_name_; }

  // UNAVAILABLE if two probes in a row have failed, or would have if the
  // executor ran.
  absl::Status Check(Clock::time_point now) const;

 private:
  boost::asio::awaitable<bool> ProbeOnce();

  boost::asio::any_io_executor executor_;
  const Protocol::endpoint endpoint_;
  const Timing timing_;
  boost::asio::steady_timer timer_;
  bool is_stopped_ = false;
  std::string own_name_;  // Empty if there is no probe.
  mutable std::mutex mutex_;
  Clock::time_point last_success_ = Clock::now();
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_SELF_PROBE_H_
