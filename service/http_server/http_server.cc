#include "service/http_server/http_server.h"

#include <exception>
#include <mutex>
#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/strand.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "service/http_server/session.h"

namespace backlinks::http_server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kAcceptPause = std::chrono::milliseconds(100);

template <typename List>
std::optional<std::string_view> Find(const List& list, std::string_view name) {
  for (const auto& [key, value] : list) {
    if (key == name) return value;
  }
  return std::nullopt;
}

// Splits "[::1]:80" into "::1" and "80".
std::pair<std::string, std::string> SplitAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == address.npos) return {address, ""};
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return {std::move(host), address.substr(colon + 1)};
}

}  // namespace

std::optional<std::string_view> HttpServerRequest::parameter(
    std::string_view name) const {
  return Find(query, name);
}

std::optional<std::string_view> HttpServerRequest::header(
    std::string_view name) const {
  return Find(headers, name);
}

struct HttpServer::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::any_io_executor e, HttpHandler h, HttpServerOptions o)
      : executor(std::move(e)),
        acceptor(asio::make_strand(executor)),
        handler(std::move(h)),
        options(o) {}

  absl::Status Listen(const std::string& address);
  asio::awaitable<void> Accept();
  bool TryServe(tcp::socket socket);
  void Serve(tcp::socket socket);
  // Returns whether there is a place for one more connection.
  bool MakePlace();
  void Stop();

  asio::any_io_executor executor;
  tcp::acceptor acceptor;
  HttpHandler handler;
  const HttpServerOptions options;
  uint16_t port = 0;
  std::mutex mutex;
  bool stopped = false;
  std::vector<std::weak_ptr<Session>> sessions;
};

absl::Status HttpServer::Impl::Listen(const std::string& address) {
  const auto [host, service] = SplitAddress(address);
  error_code error;
  tcp::resolver resolver(executor);
  const auto endpoints =
      resolver.resolve(host, service, tcp::resolver::passive, error);
  if (!error && endpoints.empty()) error = asio::error::host_not_found;
  if (!error) {
    const tcp::endpoint endpoint = *endpoints.begin();
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error)
      acceptor.listen(asio::socket_base::max_listen_connections, error);
  }
  if (error) {
    return absl::UnavailableError(
        fmt::format("cannot listen on {}: {}", address, error.message()));
  }
  port = acceptor.local_endpoint().port();
  return absl::OkStatus();
}

asio::awaitable<void> HttpServer::Impl::Accept() {
  asio::steady_timer timer(acceptor.get_executor());
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(
        asio::make_strand(executor), asio::as_tuple(asio::use_awaitable));
    if (!error && TryServe(std::move(socket))) continue;
    if (acceptor.is_open()) {
      // Most likely there is no free descriptor: others must be closed first.
      timer.expires_after(kAcceptPause);
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }
}

bool HttpServer::Impl::TryServe(tcp::socket socket) {
  try {
    Serve(std::move(socket));
    return true;
  } catch (const std::exception&) {
    return false;  // Memory is short, which must not end the loop.
  }
}

void HttpServer::Impl::Serve(tcp::socket socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  auto session = std::make_shared<Session>(std::move(socket), handler, options);
  const std::lock_guard lock(mutex);
  if (stopped || !MakePlace()) return;
  sessions.push_back(session);
  session->Start();
}

bool HttpServer::Impl::MakePlace() {
  std::erase_if(sessions, [](const auto& known) { return known.expired(); });
  if (sessions.size() < options.max_connections) return true;
  for (auto known = sessions.begin(); known != sessions.end(); ++known) {
    const auto session = known->lock();
    if (session && !session->is_waiting()) continue;
    if (session) session->Cancel();
    sessions.erase(known);
    return true;
  }
  return false;
}

void HttpServer::Impl::Stop() {
  asio::post(acceptor.get_executor(), [self = shared_from_this()] {
    error_code ignored;
    self->acceptor.close(ignored);
  });
  const std::lock_guard lock(mutex);
  stopped = true;
  for (const auto& known : sessions) {
    if (const auto session = known.lock()) session->Cancel();
  }
}

HttpServer::HttpServer(asio::any_io_executor executor, HttpHandler handler,
                       HttpServerOptions options)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(handler),
                                   options)) {}

HttpServer::~HttpServer() { Stop(); }

absl::Status HttpServer::Start(const std::string& address) {
  if (absl::Status status = impl_->Listen(address); !status.ok()) return status;
  asio::co_spawn(
      impl_->acceptor.get_executor(), [impl = impl_] { return impl->Accept(); },
      asio::detached);
  return absl::OkStatus();
}

uint16_t HttpServer::port() const { return impl_->port; }

void HttpServer::Stop() { impl_->Stop(); }

}  // namespace backlinks::http_server
