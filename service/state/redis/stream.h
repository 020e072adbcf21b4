// The bytes to and from one Redis server, over TCP, TLS or a unix socket.
//
// TLS:     chain and host name are always verified.
// Errors:  UNAVAILABLE; after Close that of Close.
// Threads: one executor. One read and one write may run at the same time.
// Cancel:  Close ends all operations. Only the system's resolver continues.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_STREAM_H_
#define BACKLINKS_SERVICE_STATE_REDIS_STREAM_H_

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/generic/stream_protocol.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/ssl/context.hpp"
#include "boost/asio/ssl/stream.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/system/error_code.hpp"
#include "service/state/redis/server_address.h"

namespace backlinks::state::redis {

class Stream : public std::enable_shared_from_this<Stream> {
 public:
  // `tls` is null for plain bytes. It must outlive the stream.
  Stream(const boost::asio::any_io_executor& executor,
         boost::asio::ssl::context* tls);

  // `address` must outlive the call. If its name has several IP addresses, each
  // gets an equal part of the timeout; the caller ends the whole call with
  // Close.
  boost::asio::awaitable<absl::Status> Connect(const ServerAddress& address,
                                               absl::Duration timeout);

  // Returns the bytes that have arrived, at least one. They are valid until the
  // next Read.
  boost::asio::awaitable<absl::StatusOr<std::string_view>> Read();

  // Sends the bytes, then calls `done`. A failure closes the stream instead.
  void Write(std::string bytes, absl::AnyInvocable<void()> done);

  // The first reason is kept.
  void Close(absl::Status reason);
  // Closes it, and discards the bytes that have not arrived yet: TCP would
  // otherwise send them again for minutes.
  void Abort(absl::Status reason);

 private:
  using Socket = boost::asio::generic::stream_protocol::socket;

  boost::asio::awaitable<boost::system::error_code> ConnectTcp(
      const ServerAddress& address, absl::Duration timeout);
  // Connects to one IP address.
  boost::asio::awaitable<boost::system::error_code> ConnectWithin(
      const boost::asio::generic::stream_protocol::endpoint& endpoint,
      absl::Duration timeout);
  boost::asio::awaitable<boost::system::error_code> ConnectUnix(
      const ServerAddress& address);
  boost::asio::awaitable<absl::Status> ShakeHands(const ServerAddress& address);
  absl::Status ToStatus(const boost::system::error_code& error) const;

  Socket& socket() { return tls_ ? tls_->next_layer() : *plain_; }

  // Exactly one of the two is set.
  std::unique_ptr<Socket> plain_;
  std::unique_ptr<boost::asio::ssl::stream<Socket>> tls_;
  boost::asio::ip::tcp::resolver resolver_;
  boost::asio::steady_timer attempt_timer_;  // Of one IP address.
  std::array<char, 16384> buffer_{};
  absl::Status closed_;  // The reason; OK while open.
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_STREAM_H_
