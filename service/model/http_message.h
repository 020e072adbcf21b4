// An HTTP request and the head of a response as plain structs. Dialects create
// and read them; the exchange sends and receives them.
#ifndef BACKLINKS_SERVICE_MODEL_HTTP_MESSAGE_H_
#define BACKLINKS_SERVICE_MODEL_HTTP_MESSAGE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/model/steady_time.h"

namespace backlinks {

namespace exchange {
class RequestPayment;  // request_payment.h
}  // namespace exchange

// A secret, or a text that contains one. It cannot be printed or compared by
// accident: only the code that puts it on the wire calls Reveal.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& Reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

// One attempt of a request, until the response's head or a failure.
struct HttpAttempt {
  absl::Time start;
  SteadyTime began = SteadyTime::Now();  // The same moment as `start`.
  absl::Duration duration;
  // How often it was put on the wire; 0 without connection.
  int64_t sent = 0;
  int http_status = 0;  // 0 if there was no response.
  absl::Status error;   // OK if there is a head, with any status.
};

struct HttpRequest {
  // Path and query, percent-encoded. A secret as a whole, because v2 carries
  // the token in the query.
  Secret target;
  // The target with the token replaced by "REDACTED", for logs and
  // ExplainRefpages.
  std::string redacted_target;
  // Names are in lower case. Host, user-agent, accept-encoding and connection
  // are set by the exchange.
  std::vector<std::pair<std::string, Secret>> headers;
  // The caller's name, or empty if it is not known: callers share the rate
  // limit of the upstream by it. It is not sent.
  std::string caller;
  // The maximum age of a cached page that may answer the request instead of the
  // upstream. Empty if it is not to be cached at all.
  std::optional<absl::Duration> max_cache_age;
  // How much of the response's body is received at once.
  size_t max_piece_bytes = 64 << 10;
  // Pays for each attempt. Null if the request costs nothing.
  std::shared_ptr<exchange::RequestPayment> payment;
  // Receives each attempt when it ends. May be null.
  std::vector<HttpAttempt>* attempts = nullptr;
  // Set to true while an attempt is on the wire, and to false while it waits
  // for anything else. May be null.
  std::shared_ptr<bool> on_wire;
};

struct ResponseHead {
  int status = 0;  // 100 to 599.
  // Names are in lower case; order as received.
  std::vector<std::pair<std::string, std::string>> headers;

  // The first header of this name (in lower case). Empty if there is none.
  std::optional<std::string_view> header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return std::nullopt;
  }
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_HTTP_MESSAGE_H_
