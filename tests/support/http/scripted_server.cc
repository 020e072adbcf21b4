#include "tests/support/http/scripted_server.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/time/clock.h"

namespace backlinks::testing_http {
namespace {

constexpr int kBacklog = 16;
constexpr int kBlockedMilliseconds = 200;
constexpr size_t kMaxRequestBytes = 64 << 10;

void Check(bool good, const char* what) {
  if (good) return;
  std::perror(what);
  std::abort();
}

}  // namespace

ScriptedServer::ScriptedServer(std::vector<Script> scripts,
                               std::function<void()> on_silence)
    : scripts_(std::move(scripts)),
      on_silence_(std::move(on_silence)),
      listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  Check(bind(listener_, generic, size) == 0, "bind");
  Check(listen(listener_, kBacklog) == 0, "listen");
  Check(getsockname(listener_, generic, &size) == 0, "getsockname");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

ScriptedServer::~ScriptedServer() {
  shutdown(listener_, SHUT_RDWR);  // Ends accept.
  acceptor_.join();
  close(listener_);
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : sockets_) {
      if (socket >= 0) shutdown(socket, SHUT_RDWR);
    }
  }
  for (std::thread& connection : connections_) connection.join();
}

void ScriptedServer::Accept() {
  while (true) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    const std::lock_guard lock(mutex_);
    if (sockets_.size() == scripts_.size()) {
      close(socket);
      continue;
    }
    const int index = static_cast<int>(sockets_.size());
    sockets_.push_back(socket);
    connections_.emplace_back([this, index, socket] { Serve(index, socket); });
  }
}

void ScriptedServer::Serve(int index, int socket) {
  for (const Act& act : scripts_[index]) {
    if (!Play(socket, act)) break;
  }
  const std::lock_guard lock(mutex_);
  close(socket);
  sockets_[index] = -1;
  ++closed_;
  last_closed_ = absl::Now();
  connection_closed_.notify_all();
}

bool ScriptedServer::Play(int socket, const Act& act) {
  switch (act.kind) {
    case Act::kRequest:
      return ReadRequest(socket);
    case Act::kSend:
      return SendAll(socket, act.bytes);
    case Act::kSilence: {
      if (on_silence_) on_silence_();
      char byte = 0;
      while (recv(socket, &byte, 1, 0) > 0) {
      }
      return false;
    }
    case Act::kFlood:
      return PlayFlood(socket, act.bytes);
    case Act::kReset: {
      const linger now{1, 0};
      setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
      return false;
    }
  }
  return false;
}

bool ScriptedServer::ReadRequest(int socket) {
  std::string request;
  while (request.find("\r\n\r\n") == request.npos) {
    char byte = 0;
    if (request.size() == kMaxRequestBytes) return false;
    if (recv(socket, &byte, 1, 0) != 1) return false;
    request += byte;
  }
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(request));
  return true;
}

bool ScriptedServer::SendAll(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool ScriptedServer::PlayFlood(int socket, std::string_view bytes) {
  std::string_view left = bytes;
  while (true) {
    pollfd waiting{socket, POLLOUT, 0};
    Set(poll(&waiting, 1, kBlockedMilliseconds) == 0);
    const auto sent =
        send(socket, left.data(), left.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) return false;
    if (sent < 0) continue;
    left.remove_prefix(static_cast<size_t>(sent));
    if (left.empty()) left = bytes;
    const std::lock_guard lock(mutex_);
    flooded_bytes_ += sent;
  }
}

void ScriptedServer::Set(bool blocked) {
  const std::lock_guard lock(mutex_);
  is_blocked_ = blocked;
}

int ScriptedServer::accepted() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(sockets_.size());
}

std::vector<std::string> ScriptedServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

absl::Time ScriptedServer::WaitClosed(int connections,
                                      absl::Duration timeout) const {
  std::unique_lock lock(mutex_);
  const bool closed = connection_closed_.wait_for(
      lock, absl::ToChronoNanoseconds(timeout),
      [this, connections] { return closed_ >= connections; });
  return closed ? last_closed_ : absl::InfiniteFuture();
}

int64_t ScriptedServer::flooded_bytes() const {
  const std::lock_guard lock(mutex_);
  return flooded_bytes_;
}

bool ScriptedServer::is_blocked() const {
  const std::lock_guard lock(mutex_);
  return is_blocked_;
}

}  // namespace backlinks::testing_http
