#include "service/http_server/reply.h"

#include <chrono>

#include "boost/asio/buffer.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/write.hpp"
#include "boost/beast/http/chunk_encode.hpp"
#include "boost/beast/http/serializer.hpp"
#include "boost/beast/http/write.hpp"
#include "service/http_server/await.h"

namespace backlinks::http_server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

}  // namespace

Reply::Head Reply::MakeHead(int status, const HttpHeaders& headers) const {
  Head head(static_cast<http::status>(status), options_.version);
  for (const auto& [name, value] : headers) head.insert(name, value);
  head.keep_alive(options_.keep_alive);
  return head;
}

void Reply::Arm() { stream_.expires_after(options_.write_timeout); }

asio::awaitable<bool> Reply::SendHead(const Head& head) {
  http::response_serializer<http::empty_body> serializer(head);
  Arm();
  auto [error, size] =
      co_await http::async_write_header(stream_, serializer, kAwait);
  co_return !error;
}

template <typename Buffers>
asio::awaitable<bool> Reply::WriteBuffers(const Buffers& buffers) {
  Arm();
  auto [error, size] = co_await asio::async_write(stream_, buffers, kAwait);
  co_return !error;
}

asio::awaitable<bool> Reply::Send(int status, HttpHeaders headers,
                                  std::string_view body) {
  Head head = MakeHead(status, headers);
  head.content_length(body.size());
  if (!co_await SendHead(head)) co_return false;
  ended_ = options_.head_only || body.empty();
  if (!ended_) ended_ = co_await WriteBuffers(asio::buffer(body));
  co_return ended_;
}

asio::awaitable<bool> Reply::Begin(int status, HttpHeaders headers) {
  chunked_ = options_.version >= 11;
  if (!chunked_) options_.keep_alive = false;
  Head head = MakeHead(status, headers);
  if (chunked_) head.chunked(true);
  co_return co_await SendHead(head);
}

asio::awaitable<bool> Reply::Write(std::string_view piece) {
  if (options_.head_only || piece.empty()) co_return true;
  if (chunked_)
    co_return co_await WriteBuffers(http::make_chunk(asio::buffer(piece)));
  co_return co_await WriteBuffers(asio::buffer(piece));
}

// co_await is a statement of its own, because GCC 12 miscompiles it inside &&
// and ?:.
asio::awaitable<bool> Reply::End() {
  ended_ = !chunked_ || options_.head_only;
  if (!ended_) ended_ = co_await WriteBuffers(http::make_chunk_last());
  co_return ended_;
}

void Reply::Abort(bool reset) {
  options_.keep_alive = false;
  auto& socket = stream_.socket();
  boost::system::error_code ignored;
  if (reset) socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace backlinks::http_server
