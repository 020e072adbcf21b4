// An upstream and a client in memory, for the streamer alone.
#ifndef BACKLINKS_TESTS_STREAM_FAKE_UPSTREAM_H_
#define BACKLINKS_TESTS_STREAM_FAKE_UPSTREAM_H_

#include <deque>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "service/exchange/http_exchange.h"
#include "service/stream/message_writer.h"

namespace backlinks::stream::testing_fakes {

// What a body does next: a piece of text, an error, an exception, or silence
// until the reader is cancelled.
struct Step {
  enum Kind { kPiece, kError, kThrow, kSilence } kind = kPiece;
  std::string piece;
  absl::Status error;
};

struct ScriptedResponse {
  ResponseHead head{200, {}};
  std::vector<Step> body;
  bool ended_by_close = false;
  bool knows_end = false;  // For has_ended().
  std::optional<absl::Time> cached_at = std::nullopt;
};

inline Step Piece(std::string text) {
  return {Step::kPiece, std::move(text), {}};
}
inline Step Fail(absl::Status error) {
  return {Step::kError, "", std::move(error)};
}
inline Step Throw() { return {Step::kThrow, "", {}}; }
inline Step Silence() { return {Step::kSilence, "", {}}; }

class FakeResponse final : public exchange::HttpResponse {
 public:
  FakeResponse(ScriptedResponse script, int& open)
      : script_(std::move(script)), open_(open) {
    ++open_;
  }
  ~FakeResponse() override { --open_; }

  const ResponseHead& head() const override { return script_.head; }

  boost::asio::awaitable<absl::StatusOr<std::string_view>> Read() override {
    if (next_ == script_.body.size()) co_return std::string_view();
    const Step& step = script_.body[next_++];
    if (step.kind == Step::kError) co_return step.error;
    if (step.kind == Step::kThrow) throw std::bad_alloc();
    if (step.kind == Step::kSilence) {
      boost::asio::steady_timer timer(
          co_await boost::asio::this_coro::executor,
          boost::asio::steady_timer::time_point::max());
      co_await timer.async_wait(
          boost::asio::as_tuple(boost::asio::use_awaitable));
      co_return absl::CancelledError("cancelled while silent");
    }
    received_ += static_cast<int64_t>(step.piece.size());
    co_return std::string_view(step.piece);
  }

  bool has_ended() const override {
    return script_.knows_end && next_ == script_.body.size();
  }
  int64_t received_bytes() const override { return received_; }
  bool ended_by_close() const override { return script_.ended_by_close; }
  std::optional<absl::Time> cached_at() const override {
    return script_.cached_at;
  }

 private:
  ScriptedResponse script_;
  int& open_;
  size_t next_ = 0;
  int64_t received_ = 0;
};

// The parameter of a request's target; 0 if it has none of this name.
inline int64_t NumberIn(const std::string& target, const std::string& name) {
  const size_t at = target.find("&" + name + "=");
  return at == target.npos ? 0
                           : std::stoll(target.substr(at + name.size() + 2));
}

class FakeExchange final : public exchange::HttpExchange {
 public:
  boost::asio::awaitable<
      absl::StatusOr<std::unique_ptr<exchange::HttpResponse>>>
  Send(const HttpRequest& request, SteadyTime deadline,
       int64_t& attempts) override {
    ++attempts;
    last_deadline = deadline;
    if (on_wire_for != absl::ZeroDuration()) {
      *request.on_wire = true;
      boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor,
                                      absl::ToChronoNanoseconds(on_wire_for));
      co_await timer.async_wait(
          boost::asio::as_tuple(boost::asio::use_awaitable));
      *request.on_wire = false;
    }
    if (throws) throw std::runtime_error("the exchange is broken");
    targets.push_back(request.redacted_target);
    callers.push_back(request.caller);
    max_piece_bytes.push_back(request.max_piece_bytes);
    max_cache_ages.push_back(request.max_cache_age);
    if (answer) {
      co_return std::make_unique<FakeResponse>(answer(request.redacted_target),
                                               open_responses);
    }
    if (script.empty()) co_return absl::InternalError("nothing scripted");
    auto response = std::make_unique<FakeResponse>(std::move(script.front()),
                                                   open_responses);
    script.pop_front();
    co_return response;
  }

  std::deque<ScriptedResponse> script;
  // If set, instead of the script: what is answered to a request's target.
  std::function<ScriptedResponse(const std::string&)> answer;
  std::vector<std::string> targets;
  std::vector<std::string> callers;     // HttpRequest::caller, by target.
  std::vector<size_t> max_piece_bytes;  // The same.
  std::vector<std::optional<absl::Duration>> max_cache_ages;  // The same.
  SteadyTime last_deadline = SteadyTime::InfiniteFuture();
  int open_responses = 0;
  bool throws = false;
  absl::Duration on_wire_for;  // The time until the head.
};

// For code that owns the exchange that it wraps.
class ForwardingExchange final : public exchange::HttpExchange {
 public:
  explicit ForwardingExchange(exchange::HttpExchange& exchange)
      : exchange_(exchange) {}

  boost::asio::awaitable<
      absl::StatusOr<std::unique_ptr<exchange::HttpResponse>>>
  Send(const HttpRequest& request, SteadyTime deadline,
       int64_t& attempts) override {
    return exchange_.Send(request, deadline, attempts);
  }

 private:
  exchange::HttpExchange& exchange_;
};

class FakeWriter final : public MessageWriter {
 public:
  boost::asio::awaitable<bool> Write(std::string&& message) override {
    v1::StreamRefpagesResponse parsed;
    if (!parsed.ParseFromString(message)) co_return false;
    messages.push_back(std::move(parsed));
    if (messages.size() > throws_after) throw std::bad_alloc();
    if (on_message) on_message();
    co_return messages.size() < gone_after;
  }
  bool is_writing() override { return gone_while_waiting; }
  boost::asio::awaitable<bool> AwaitWritten() override {
    co_return !gone_while_waiting;
  }
  bool is_stalled() override {
    return stalls && (gone_while_waiting || messages.size() >= gone_after);
  }

  std::vector<v1::StreamRefpagesResponse> messages;
  size_t gone_after = SIZE_MAX;     // The client goes with that message.
  bool gone_while_waiting = false;  // It goes before a message is written.
  bool stalls = false;              // It goes because it reads nothing.
  size_t throws_after = SIZE_MAX;
  std::function<void()> on_message;
};

}  // namespace backlinks::stream::testing_fakes

#endif  // BACKLINKS_TESTS_STREAM_FAKE_UPSTREAM_H_
