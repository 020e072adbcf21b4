// An HTTP request and a response's head as plain structs: what the dialect
// makes and reads, and the exchange sends and receives.
#ifndef BACKLINKS_SERVICE_MODEL_HTTP_MESSAGE_H_
#define BACKLINKS_SERVICE_MODEL_HTTP_MESSAGE_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

struct HttpRequest {
  // Path and query, percent-encoded. A secret as a whole, because v2 carries
  // the token in the query.
  Secret target;
  // The same with the token replaced by "REDACTED": for logs and explain.
  std::string redacted_target;
  // Names in lower case. Host, user-agent, accept-encoding and connection are
  // the exchange's own.
  std::vector<std::pair<std::string, Secret>> headers;
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
