// An HTTP request and a response's head as plain structs: what the dialect
// makes and reads, and the exchange sends and receives.
#ifndef BACKLINKS_SERVICE_MODEL_HTTP_MESSAGE_H_
#define BACKLINKS_SERVICE_MODEL_HTTP_MESSAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace backlinks {

// A secret, or a text that holds one. Cannot be printed or compared by
// accident: only what puts it on the wire calls Reveal.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& Reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

// One try of a request, up to its answer's head or the failure to get one.
struct HttpAttempt {
  absl::Time start;
  absl::Time end;
  int64_t sent = 0;     // Times it was put on the wire; 0: no connection.
  int http_status = 0;  // 0: no answer.
  absl::Status error;   // OK: there is a head, whatever it says.
};

struct HttpRequest {
  // Path and query, percent-encoded. A secret as a whole, because v2 carries
  // the token in the query.
  Secret target;
  // The same with the token replaced by "REDACTED": for logs and explain.
  std::string redacted_target;
  // Names in lower case. Host, user-agent, accept-encoding and connection are
  // the exchange's own.
  std::vector<std::pair<std::string, Secret>> headers;
  // Where every attempt is noted when it ends; null: nowhere.
  std::vector<HttpAttempt>* attempts = nullptr;
};

struct ResponseHead {
  int status = 0;  // 100 to 599.
  // Names in lower case, in the order received.
  std::vector<std::pair<std::string, std::string>> headers;

  // The first header of this name (lower case), or nothing.
  std::optional<std::string_view> header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return std::nullopt;
  }
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_HTTP_MESSAGE_H_
