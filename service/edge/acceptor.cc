#include "service/edge/acceptor.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/use_awaitable.hpp"

namespace backlinks::edge {
namespace {

namespace asio = boost::asio;

constexpr int kBacklog = 4096;  // The kernel lowers it to its own maximum.
constexpr int kMaxBatch = 64;
constexpr auto kPause = std::chrono::milliseconds(50);

FileDescriptor OpenSpare() {
  return FileDescriptor(open("/dev/null", O_RDONLY | O_CLOEXEC));
}

}  // namespace

void ResetConnection(FileDescriptor socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

Acceptor::Acceptor(const asio::any_io_executor& executor, FileDescriptor socket,
                   AcceptCallbacks callbacks)
    : socket_(executor, socket.Release()),
      timer_(executor),
      callbacks_(std::move(callbacks)),
      spare_(OpenSpare()) {}

boost::system::error_code Acceptor::Listen() {
  if (listen(socket_.native_handle(), kBacklog) == 0) return {};
  return {errno, boost::system::system_category()};
}

asio::awaitable<void> Acceptor::Run() {
  while (socket_.is_open()) {
    co_await socket_.async_wait(asio::posix::descriptor_base::wait_read,
                                asio::as_tuple(asio::use_awaitable));
    if (!socket_.is_open()) co_return;
    if (AcceptSome() != Outcome::kPause) continue;
    timer_.expires_after(kPause);
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

void Acceptor::Stop() {
  // Clients that connect without end must not delay it: what was queued is
  // accepted.
  Outcome outcome = Outcome::kContinue;
  for (int i = 0; i <= kBacklog / kMaxBatch && outcome == Outcome::kContinue;
       ++i) {
    if (!socket_.is_open()) break;
    outcome = AcceptSome();
  }
  boost::system::error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
}

Acceptor::Outcome Acceptor::AcceptSome() {
  Outcome outcome = Outcome::kContinue;
  for (int i = 0; i < kMaxBatch && outcome == Outcome::kContinue; ++i) {
    outcome = AcceptOne();
  }
  return outcome;
}

Acceptor::Outcome Acceptor::AcceptOne() {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  FileDescriptor socket(accept4(socket_.native_handle(),
                                reinterpret_cast<sockaddr*>(&address), &size,
                                SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (socket.is_open()) {
    callbacks_.accepted(std::move(socket), NamePeer(address, size));
    return Outcome::kContinue;
  }
  switch (errno) {
    case EAGAIN:
      return Outcome::kEmpty;
    case EMFILE:
    case ENFILE:
      return AcceptWithSpare();
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
      return Outcome::kContinue;
    default:
      return Outcome::kPause;
  }
}

Acceptor::Outcome Acceptor::AcceptWithSpare() {
  spare_.Close();
  FileDescriptor socket(accept4(socket_.native_handle(), nullptr, nullptr,
                                SOCK_NONBLOCK | SOCK_CLOEXEC));
  const bool accepted = socket.is_open();
  if (accepted) {
    ResetConnection(std::move(socket));
    callbacks_.out_of_descriptors();
  }
  spare_ = OpenSpare();
  return accepted && spare_.is_open() ? Outcome::kContinue : Outcome::kPause;
}

}  // namespace backlinks::edge
