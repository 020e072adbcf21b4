// One connection to the upstream, by TCP or by TLS.
//
// TLS:     1.2 or newer; chain and host name are always verified.
// Errors:  UPSTREAM_UNAVAILABLE, UPSTREAM_MALFORMED for what is not HTTP,
//          DEADLINE, CANCELLED; texts without the request's target.
// Threads: one executor.
// Cancel:  terminal cancellation ends every call; then destroy it.
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
#include "boost/beast/http/buffer_body.hpp"
#include "boost/beast/http/empty_body.hpp"
#include "boost/beast/http/message.hpp"
#include "boost/beast/http/parser.hpp"
#include "boost/beast/ssl/ssl_stream.hpp"
#include "service/exchange/endpoint.h"
#include "service/model/upstream_observer.h"

namespace backlinks {

// When a step must be done, and what then is to be blamed.
struct StepLimit {
  absl::Duration timeout;
  absl::Time deadline;
  std::string_view step;  // "connecting"
};

class Connection {
 public:
  using Request = boost::beast::http::request<boost::beast::http::empty_body>;
  using Parser =
      boost::beast::http::response_parser<boost::beast::http::buffer_body>;

  // `tls` is null for plain TCP; must outlive the connection.
  Connection(const boost::asio::any_io_executor& executor,
             boost::asio::ssl::context* tls);

  // `observer` hears how long each phase took.
  boost::asio::awaitable<absl::Status> Open(const Endpoint& endpoint,
                                            StepLimit limit,
                                            UpstreamObserver& observer);
  boost::asio::awaitable<absl::Status> Write(const Request& request,
                                             StepLimit limit);
  boost::asio::awaitable<absl::Status> ReadHead(Parser& parser,
                                                StepLimit limit);
  // Reads into the parser's body window; OK too when that is full.
  boost::asio::awaitable<absl::Status> ReadBody(Parser& parser,
                                                StepLimit limit);

  // Whether a call ended because it took too long.
  bool timed_out() const { return timed_out_; }

  // Whether the peer has neither closed an idle connection nor sent to it.
  bool IsQuiet();

 private:
  boost::asio::awaitable<absl::Status> ShakeHands(const Endpoint& endpoint,
                                                  StepLimit limit);
  absl::Status Check(const boost::system::error_code& error,
                     const StepLimit& limit);

  boost::beast::tcp_stream& tcp();
  // What `start` does with the stream, by TLS or plain, within the limit.
  template <typename Start>
  boost::asio::awaitable<boost::system::error_code> Await(Start start,
                                                          StepLimit limit);

  // One of them.
  std::unique_ptr<boost::beast::tcp_stream> plain_;
  std::unique_ptr<boost::beast::ssl_stream<boost::beast::tcp_stream>> tls_;
  boost::beast::flat_buffer buffer_;
  bool timed_out_ = false;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EXCHANGE_CONNECTION_H_
