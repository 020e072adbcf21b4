#include "service/edge/edge.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/thread_pool.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "service/edge/acceptor.h"
#include "service/edge/connection_table.h"
#include "service/edge/hangup_watch.h"
#include "service/edge/kept_coroutines.h"
#include "service/edge/listening_sockets.h"
#include "service/edge/notice_throttle.h"
#include "service/edge/self_probe.h"

namespace backlinks::edge {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

// Has no effect on Unix sockets.
void SetSendTimeout(const FileDescriptor& socket, absl::Duration timeout) {
  if (timeout == absl::InfiniteDuration()) return;
  const auto milliseconds =
      static_cast<unsigned>(absl::ToInt64Milliseconds(timeout));
  setsockopt(socket.get(), IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds,
             sizeof(milliseconds));
}

// A flood costs most until it is found; a check costs about a microsecond for
// each connection.
constexpr auto kMinCheckInterval = std::chrono::milliseconds(20);
constexpr auto kCheckIntervalOfEach = std::chrono::microseconds(100);

std::chrono::microseconds CheckInterval(int64_t connections) {
  return std::max<std::chrono::microseconds>(
      kMinCheckInterval, connections * kCheckIntervalOfEach);
}

}  // namespace

struct Edge::Impl {
  Impl(EdgeOptions o, ListeningSockets l);
  ~Impl();

  absl::Status Serve(OnConnection handler);
  void StopAccepting();

  asio::awaitable<void> WatchHangups();
  asio::awaitable<void> WatchRules();

  void OnAccepted(FileDescriptor socket, const PeerName& peer);
  // Returns whether the connection is known from now on.
  bool Watch(const FileDescriptor& socket, const PeerName& peer);
  void Forget(uint64_t id);
  void Refuse(FileDescriptor socket, RefusalReason reason,
              const std::string& peer);
  void OnClosed(const ConnectionTable::Offender& offender);
  void Notify(std::string_view event, std::string_view reason,
              const std::string& peer);

  const EdgeOptions options;
  KeptCoroutines coroutines;
  asio::io_context io{1};
  ConnectionTable table;
  HangupWatch hangups;
  SelfProbe probe;
  asio::steady_timer timer;
  std::vector<std::unique_ptr<Acceptor>> acceptors;
  std::unique_ptr<UnixPath> path;  // Null for TCP.
  const int port;
  NoticeThrottle throttle;
  OnConnection on_connection;
  std::thread thread;
  // gRPC may keep a thread that enters it with the frames of other connections:
  // a flood then delays new connections, but not its own end.
  asio::thread_pool handover{1};

  mutable std::mutex mutex;
  ConnectionCounts counts;
};

Edge::Impl::Impl(EdgeOptions o, ListeningSockets l)
    : options(std::move(o)),
      table(options.limits, options.rules),
      hangups(io.get_executor()),
      probe(io.get_executor(), l.local_endpoint, {}),
      timer(io),
      path(std::move(l.path)),
      port(l.port) {
  const AcceptCallbacks callbacks = {
      .accepted =
          [this](FileDescriptor socket, const PeerName& peer) {
            OnAccepted(std::move(socket), peer);
          },
      .out_of_descriptors =
          [this] { Refuse({}, RefusalReason::kDescriptors, ""); }};
  for (FileDescriptor& socket : l.sockets) {
    acceptors.push_back(std::make_unique<Acceptor>(
        io.get_executor(), std::move(socket), callbacks));
  }
}

Edge::Impl::~Impl() {
  StopAccepting();
  io.stop();
  if (thread.joinable()) thread.join();
}

absl::Status Edge::Impl::Serve(OnConnection handler) {
  for (const auto& acceptor : acceptors) {
    if (const auto error = acceptor->Listen()) {
      return CannotListen(options.listen, error);
    }
  }
  on_connection = std::move(handler);
  probe.MarkReachable();
  for (const auto& acceptor : acceptors) {
    coroutines.Add([&acceptor = *acceptor] { return acceptor.Run(); });
  }
  coroutines.Add([this] { return WatchHangups(); });
  coroutines.Add([this] { return WatchRules(); });
  coroutines.Add([this] { return probe.Run(); });
  thread = std::thread([this] {
    pthread_setname_np(pthread_self(), "edge");
    coroutines.Run(io);
  });
  return absl::OkStatus();
}

void Edge::Impl::StopAccepting() {
  if (!thread.joinable() || acceptors.empty()) return;
  std::promise<void> stopped;
  asio::post(io, [this, &stopped] {
    const absl::Cleanup done = [&stopped] { stopped.set_value(); };
    probe.Stop();
    for (const auto& acceptor : acceptors) acceptor->Stop();
    path.reset();
  });
  stopped.get_future().wait();
  handover.join();
}

asio::awaitable<void> Edge::Impl::WatchHangups() {
  while (true) {
    const std::vector<uint64_t> ended = co_await hangups.Wait();
    for (const uint64_t id : ended) Forget(id);
  }
}

asio::awaitable<void> Edge::Impl::WatchRules() {
  while (true) {
    timer.expires_after(CheckInterval(table.size()));
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    const Clock::time_point now = Clock::now();
    for (const auto& offender : table.CloseOffenders(now)) {
      OnClosed(offender);
    }
    for (const auto& large : table.TakeLargeRequests()) {
      if (!options.on_large_requests) break;
      asio::post(handover, [this, large, now] {
        options.on_large_requests(large.peer, large.count, now);
      });
    }
  }
}

void Edge::Impl::OnAccepted(FileDescriptor socket, const PeerName& peer) {
  if (!probe.IsProbe(peer.name)) {
    if (const auto reason = table.WhyFull(peer)) {
      Refuse(std::move(socket), *reason, peer.name);
      return;
    }
    if (!Watch(socket, peer)) {
      Refuse(std::move(socket), RefusalReason::kDescriptors, peer.name);
      return;
    }
  }
  SetSendTimeout(socket, options.send_timeout);
  const int fd = socket.get();
  asio::post(handover, [this, fd] { on_connection(fd); });
  // From now on it belongs to the handler.
  (void)socket.Release();
}

bool Edge::Impl::Watch(const FileDescriptor& socket, const PeerName& peer) {
  FileDescriptor duplicate(fcntl(socket.get(), F_DUPFD_CLOEXEC, 0));
  if (!duplicate.is_open()) return false;
  const int fd = duplicate.get();
  const uint64_t id = table.Add(peer, std::move(duplicate), Clock::now());
  if (!hangups.Add(fd, id)) {
    table.Remove(id);
    return false;
  }
  const std::lock_guard lock(mutex);
  ++counts.accepted;
  return true;
}

void Edge::Impl::Forget(uint64_t id) {
  const ConnectionTable::Removed removed = table.Remove(id);
  if (removed.duplicate.is_open()) hangups.Remove(removed.duplicate.get());
  if (removed.offender) OnClosed(*removed.offender);
  if (options.on_end) options.on_end();
}

void Edge::Impl::Refuse(FileDescriptor socket, RefusalReason reason,
                        const std::string& peer) {
  {
    const std::lock_guard lock(mutex);
    ++counts.of(reason);
  }
  if (socket.is_open()) ResetConnection(std::move(socket));
  Notify("connections refused",
         kRefusalReasonNames[static_cast<size_t>(reason)], peer);
}

void Edge::Impl::OnClosed(const ConnectionTable::Offender& offender) {
  {
    const std::lock_guard lock(mutex);
    ++counts.of(offender.reason);
  }
  Notify("connections closed",
         kCloseReasonNames[static_cast<size_t>(offender.reason)],
         offender.peer);
}

void Edge::Impl::Notify(std::string_view event, std::string_view reason,
                        const std::string& peer) {
  const auto count = throttle.Count(reason, Clock::now());
  if (count && options.on_notice) {
    options.on_notice({event, reason, peer, *count});
  }
}

absl::StatusOr<std::unique_ptr<Edge>> Edge::Bind(EdgeOptions options) {
  auto sockets = BindListeningSockets(options.listen);
  if (!sockets.ok()) return sockets.status();
  const std::string listen = options.listen;
  try {
    return std::unique_ptr<Edge>(new Edge(
        std::make_unique<Impl>(std::move(options), *std::move(sockets))));
  } catch (const boost::system::system_error& error) {
    return CannotListen(listen, error.code());
  }
}

Edge::Edge(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Edge::~Edge() = default;

int Edge::port() const { return impl_->port; }

absl::Status Edge::Serve(OnConnection on_connection) {
  return impl_->Serve(std::move(on_connection));
}

void Edge::StopAccepting() { impl_->StopAccepting(); }

ConnectionActivity& Edge::activity() { return impl_->table; }

const ConnectionLimits& Edge::limits() const { return impl_->options.limits; }

ConnectionCounts Edge::counts() const {
  const std::lock_guard lock(impl_->mutex);
  ConnectionCounts counts = impl_->counts;
  counts.open = impl_->table.size();
  counts.max = impl_->options.limits.total;
  return counts;
}

absl::Status Edge::Check() const { return impl_->probe.Check(Clock::now()); }

}  // namespace backlinks::edge
