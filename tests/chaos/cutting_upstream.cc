#include "tests/chaos/cutting_upstream.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <charconv>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_split.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/buffer.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/read_until.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/asio/write.hpp"
#include "fmt/format.h"
#include "service/http_server/request_target.h"

namespace backlinks::chaos {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr size_t kMaxHeadBytes = 64 << 10;

int64_t ToNumber(std::string_view text) {
  int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Of "GET /?target=… HTTP/1.1".
PageRequest ParsePageRequest(std::string_view request) {
  request.remove_prefix(request.find(' ') + 1);
  PageRequest page;
  const std::string_view target = request.substr(0, request.find(' '));
  for (const auto& [name, value] :
       http_server::ParseRequestTarget(target).query) {
    if (name == "target") page.target = value;
    if (name == "select") page.columns = absl::StrSplit(value, ',');
    if (name == "offset") page.offset = ToNumber(value);
    if (name == "limit") page.limit = ToNumber(value);
  }
  return page;
}

asio::awaitable<void> WaitForClose(tcp::socket& socket) {
  char byte = 0;
  co_await socket.async_receive(asio::buffer(&byte, 1), kAwait);
}

// Waits until the other side's system has every byte: a reset discards the
// others, so that the answer would be cut earlier than the script says.
asio::awaitable<void> WaitUntilSent(tcp::socket& socket) {
  asio::steady_timer timer(socket.get_executor());
  int unsent = 0;
  while (ioctl(socket.native_handle(), SIOCOUTQ, &unsent) == 0 && unsent > 0) {
    timer.expires_after(std::chrono::microseconds(100));
    co_await timer.async_wait(kAwait);
  }
}

// Closes by RST.
void Reset(tcp::socket& socket) {
  boost::system::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace

struct CuttingUpstream::Impl {
  explicit Impl(Script s)
      : script(std::move(s)),
        acceptor(io, {asio::ip::address_v4::loopback(), 0}) {
    asio::co_spawn(io, Accept(), asio::detached);
    thread = std::thread([this] { io.run(); });
  }

  ~Impl() {
    io.stop();
    thread.join();
  }

  asio::awaitable<void> Accept() {
    while (true) {
      auto [error, socket] = co_await acceptor.async_accept(kAwait);
      if (error) continue;
      boost::system::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      asio::co_spawn(io, Serve(std::move(socket)), asio::detached);
    }
  }

  asio::awaitable<void> Serve(tcp::socket socket) {
    std::string received;
    End end = End::kNextRequest;
    while (end == End::kNextRequest) {
      auto [error, size] = co_await asio::async_read_until(
          socket, asio::dynamic_buffer(received, kMaxHeadBytes), "\r\n\r\n",
          kAwait);
      if (error) co_return;
      const Answer answer = script(Note(ParsePageRequest(received)));
      received.erase(0, size);
      co_await asio::async_write(socket, asio::buffer(answer.bytes), kAwait);
      end = answer.end;
    }
    if (end == End::kSilence) co_await WaitForClose(socket);
    if (end != End::kReset) co_return;
    co_await WaitUntilSent(socket);
    Reset(socket);
  }

  PageRequest Note(PageRequest page) {
    const std::lock_guard lock(mutex);
    std::vector<PageRequest>& before = requests_of[page.target];
    page.nth = static_cast<int>(before.size());
    ++requests;
    before.push_back(page);
    return page;
  }

  const Script script;
  mutable std::mutex mutex;
  std::map<std::string, std::vector<PageRequest>, std::less<>> requests_of;
  int64_t requests = 0;
  asio::io_context io{1};
  tcp::acceptor acceptor;
  std::thread thread;
};

CuttingUpstream::CuttingUpstream(Script script)
    : impl_(std::make_unique<Impl>(std::move(script))) {}

CuttingUpstream::~CuttingUpstream() = default;

std::string CuttingUpstream::url() const {
  return fmt::format("http://127.0.0.1:{}/",
                     impl_->acceptor.local_endpoint().port());
}

std::vector<PageRequest> CuttingUpstream::Requests(
    std::string_view target) const {
  const std::lock_guard lock(impl_->mutex);
  const auto found = impl_->requests_of.find(target);
  return found == impl_->requests_of.end() ? std::vector<PageRequest>()
                                           : found->second;
}

int64_t CuttingUpstream::request_count() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->requests;
}

}  // namespace backlinks::chaos
