// The port to the upstream: one request out, one response in, body by pieces.
//
// The Beast implementation is BeastExchange; tests use a fake.
//
// Errors: UPSTREAM_UNAVAILABLE no connection, TLS failure, reset, early end,
//         a timeout; UPSTREAM_MALFORMED framing, gzip, a limit passed (with
//         the byte offset); DEADLINE the deadline passed. Messages never hold
//         the request's target or a header. Retries, if any, happen inside
//         Send and end before the response's head is handed out.
// Threads: one executor; an exchange and its responses stay on it.
// Cancel:  terminal cancellation of the awaiting coroutine is honored by
//          every call and closes the connection at once; so does destroying
//          the response before its body has ended.
#ifndef BACKLINKS_SERVICE_EXCHANGE_HTTP_EXCHANGE_H_
#define BACKLINKS_SERVICE_EXCHANGE_HTTP_EXCHANGE_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/model/http_message.h"

namespace backlinks {

class HttpResponse {
 public:
  virtual ~HttpResponse() = default;

  virtual const ResponseHead& head() const = 0;

  // The next piece of the body, decompressed, at most 64 KiB, valid until the
  // next call; empty: the body has ended, whole. Nothing is read from the
  // socket between calls: not calling is the backpressure.
  virtual boost::asio::awaitable<absl::StatusOr<std::string_view>> Read() = 0;

  // Bytes of body received so far, as they came over the wire.
  virtual int64_t received_bytes() const = 0;

  // Whether nothing but the closing of the connection marks the body's end, so
  // that a body that was cut off looks whole.
  virtual bool ended_by_close() const = 0;
};

class HttpExchange {
 public:
  virtual ~HttpExchange() = default;

  // Sends the request and receives the response's head. `deadline` holds for
  // the body too. `attempts` is increased by one for every request that was
  // put on the wire.
  virtual boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>>
  Send(const HttpRequest& request, absl::Time deadline, int64_t& attempts) = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EXCHANGE_HTTP_EXCHANGE_H_
