// An exchange without a network: it answers what it is told to.
#ifndef BACKLINKS_TESTS_EXCHANGE_SCRIPTED_EXCHANGE_H_
#define BACKLINKS_TESTS_EXCHANGE_SCRIPTED_EXCHANGE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/common/status/status.h"
#include "service/exchange/http_exchange.h"

namespace backlinks::exchange::testing_exchange {

// What comes of one Send.
struct Reply {
  int http_status = 200;  // 0: UPSTREAM_UNAVAILABLE.
  std::string retry_after;
  int sent = 1;            // Requests on the wire.
  bool cancelled = false;  // Instead of a response.
};

class EmptyResponse final : public HttpResponse {
 public:
  explicit EmptyResponse(const Reply& reply) {
    head_.status = reply.http_status;
    if (!reply.retry_after.empty()) {
      head_.headers.emplace_back("retry-after", reply.retry_after);
    }
  }
  const ResponseHead& head() const override { return head_; }
  boost::asio::awaitable<absl::StatusOr<std::string_view>> Read() override {
    co_return std::string_view();
  }
  int64_t received_bytes() const override { return 0; }
  bool ended_by_close() const override { return false; }

 private:
  ResponseHead head_;
};

// Gives the replies in turn, the last one for ever; counts in `sends`, which
// must outlive it.
class ScriptedExchange final : public HttpExchange {
 public:
  ScriptedExchange(std::vector<Reply> replies, int& sends)
      : replies_(std::move(replies)), sends_(sends) {}

  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(
      const HttpRequest&, SteadyTime, int64_t& attempts) override {
    const size_t last = replies_.size() - 1;
    const Reply& reply = replies_[next_ < last ? next_++ : last];
    ++sends_;
    attempts += reply.sent;
    if (reply.cancelled) {
      co_return MakeError(Reason::kCancelled, "the call was cancelled");
    }
    if (reply.http_status == 0) {
      co_return MakeError(Reason::kUpstreamUnavailable, "nobody is there");
    }
    co_return std::make_unique<EmptyResponse>(reply);
  }

 private:
  const std::vector<Reply> replies_;
  int& sends_;
  size_t next_ = 0;
};

}  // namespace backlinks::exchange::testing_exchange

#endif  // BACKLINKS_TESTS_EXCHANGE_SCRIPTED_EXCHANGE_H_
