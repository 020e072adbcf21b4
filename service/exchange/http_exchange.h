// The interface to the upstream: sends one request and reads its response, the
// body in pieces.
//
// The Beast implementation is BeastExchange; tests use a fake.
//
// Errors: UPSTREAM_UNAVAILABLE for no connection, TLS failure, reset, early end
//         or a timeout; UPSTREAM_MALFORMED for an error in framing or gzip, or
//         an exceeded limit (with the byte offset); DEADLINE if the deadline
//         has passed. Messages never contain the request's target or a header.
//         Retries, if any, happen inside Send and end before the response's
//         head is returned.
// Threads: one executor; an exchange and its responses stay on it.
// Cancel:  terminal cancellation of the awaiting coroutine is honored by
//          every call and closes the connection at once; so does destroying
//          the response before its body has ended.
#ifndef BACKLINKS_SERVICE_EXCHANGE_HTTP_EXCHANGE_H_
#define BACKLINKS_SERVICE_EXCHANGE_HTTP_EXCHANGE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/model/http_message.h"
#include "service/model/steady_time.h"

namespace backlinks::exchange {

class HttpResponse {
 public:
  virtual ~HttpResponse() = default;

  virtual const ResponseHead& head() const = 0;

  // Returns the next piece of the decompressed body, valid until the next
  // call: of about the size that the request allows at most. Empty at the end
  // of a complete body. The socket is read only during calls, so that a caller
  // that stops reading exerts backpressure.
  virtual boost::asio::awaitable<absl::StatusOr<std::string_view>> Read() = 0;

  // Whether Read has returned the whole body, so that the next one returns the
  // empty piece without waiting. May be false all the same.
  virtual bool has_ended() const { return false; }

  // Frees the buffers that hold no unread bytes, until the next Read. The last
  // piece becomes invalid.
  virtual void ReleaseBuffers() {}

  // Bytes of the body received so far, before decompression.
  virtual int64_t received_bytes() const = 0;

  // Whether only the closing of the connection marks the end of the body, so
  // that a truncated body looks complete.
  virtual bool ended_by_close() const = 0;

  // Empty for a response of the upstream. For one from a cache, the time when
  // the upstream was asked for it: its content is that of then or later.
  virtual std::optional<absl::Time> cached_at() const { return std::nullopt; }
};

class HttpExchange {
 public:
  virtual ~HttpExchange() = default;

  // Sends the request and receives the response's head. `deadline` applies to
  // the body, too. `attempts` is increased by one for each request that was put
  // on the wire.
  virtual boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>>
  Send(const HttpRequest& request, SteadyTime deadline, int64_t& attempts) = 0;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_HTTP_EXCHANGE_H_
