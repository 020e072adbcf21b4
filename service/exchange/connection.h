// One connection to the upstream over TCP or TLS.
//
// TLS:     1.2 or newer; chain and host name are always verified.
// Errors:  UPSTREAM_UNAVAILABLE; UPSTREAM_MALFORMED for a response that is not
//          HTTP; DEADLINE; CANCELLED. Messages never contain the request's
//          target.
// Threads: one executor.
// Cancel:  terminal cancellation ends every call; the connection must then be
//          destroyed.
#ifndef BACKLINKS_SERVICE_EXCHANGE_CONNECTION_H_
#define BACKLINKS_SERVICE_EXCHANGE_CONNECTION_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/ssl/context.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/core/tcp_stream.hpp"
#include "boost/beast/http/empty_body.hpp"
#include "boost/beast/http/message.hpp"
#include "boost/beast/http/parser.hpp"
#include "boost/beast/ssl/ssl_stream.hpp"
#include "service/exchange/endpoint.h"
#include "service/exchange/piece_body.h"
#include "service/model/steady_time.h"
#include "service/model/upstream_observer.h"

namespace backlinks::exchange {

// The time limit of a step, and the name of the step for error messages.
struct StepLimit {
  absl::Duration timeout;
  SteadyTime deadline;
  std::string_view step;  // For example "connecting".
};

class Connection {
 public:
  using Request = boost::beast::http::request<boost::beast::http::empty_body>;
  using Parser = boost::beast::http::response_parser<PieceBody>;

  // `tls` is null for plain TCP. It must outlive the connection.
  Connection(const boost::asio::any_io_executor& executor,
             boost::asio::ssl::context* tls);

  // `observer` receives the duration of each phase.
  boost::asio::awaitable<absl::Status> Open(const Endpoint& endpoint,
                                            StepLimit limit,
                                            UpstreamObserver& observer);
  boost::asio::awaitable<absl::Status> Write(const Request& request,
                                             StepLimit limit);
  boost::asio::awaitable<absl::Status> ReadHead(Parser& parser,
                                                StepLimit limit);
  // Reads one piece of the body, which is valid until the next read and
  // ReleaseBuffer, or none. Receives at most about `read_bytes` at once.
  boost::asio::awaitable<absl::Status> ReadBody(Parser& parser,
                                                size_t read_bytes,
                                                StepLimit limit);

  // Frees the part of the read buffer that holds no bytes, until the next read.
  void ReleaseBuffer() { buffer_.shrink_to_fit(); }

  // Whether a call ended because its limit was exceeded.
  bool timed_out() const { return timed_out_; }

  // Whether the idle connection is open and the peer has sent nothing on it.
  bool IsQuiet();

 private:
  boost::asio::awaitable<absl::Status> ShakeHands(const Endpoint& endpoint,
                                                  StepLimit limit);
  absl::Status Check(const boost::system::error_code& error,
                     const StepLimit& limit);

  boost::beast::tcp_stream& tcp();
  // Awaits the operation that `start` begins on the TLS or plain stream, within
  // the limit.
  template <typename Start>
  boost::asio::awaitable<boost::system::error_code> Await(Start start,
                                                          StepLimit limit);

  // Exactly one of the two is set.
  std::unique_ptr<boost::beast::tcp_stream> plain_;
  std::unique_ptr<boost::beast::ssl_stream<boost::beast::tcp_stream>> tls_;
  boost::beast::flat_buffer buffer_;
  bool timed_out_ = false;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_CONNECTION_H_
