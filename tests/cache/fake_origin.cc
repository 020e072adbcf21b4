#include "tests/cache/fake_origin.h"

#include <stdexcept>

#include "absl/cleanup/cleanup.h"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "service/common/status/status.h"
#include "service/net/cancel.h"

namespace backlinks::cache::testing_cache {
namespace {

namespace asio = boost::asio;

asio::awaitable<absl::Status> Pause(asio::steady_timer::duration duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(duration);
  co_await net::AwaitOrClose(
      [&timer](auto token) { return timer.async_wait(std::move(token)); },
      [&timer] { timer.cancel(); });
  const bool cancelled = co_await net::IsCancelled();
  if (cancelled) co_return MakeError(Reason::kCancelled, "cancelled");
  co_return absl::OkStatus();
}

class Response final : public exchange::HttpResponse {
 public:
  Response(Answer answer, FakeOrigin& origin)
      : answer_(std::move(answer)), origin_(origin) {
    ++origin_.open;
  }
  ~Response() override { --origin_.open; }

  const ResponseHead& head() const override { return answer_.head; }
  asio::awaitable<absl::StatusOr<std::string_view>> Read() override {
    const auto pace = absl::ToChronoNanoseconds(origin_.pace);
    BACKLINKS_CO_RETURN_IF_ERROR(co_await Pause(pace));
    if (next_ == answer_.pieces.size()) {
      if (answer_.hangs) co_return co_await Pause(std::chrono::hours(1));
      if (!answer_.end.ok()) co_return answer_.end;
      co_return std::string_view();
    }
    ++origin_.read_pieces;
    const std::string& piece = answer_.pieces[next_++];
    received_ += static_cast<int64_t>(piece.size());
    // Lives until the next call only.
    piece_ = std::make_unique<std::string>(piece);
    co_return *piece_;
  }
  int64_t received_bytes() const override { return received_; }
  bool ended_by_close() const override { return answer_.ended_by_close; }

 private:
  const Answer answer_;
  FakeOrigin& origin_;
  size_t next_ = 0;
  int64_t received_ = 0;
  std::unique_ptr<std::string> piece_;
};

class Exchange final : public exchange::HttpExchange {
 public:
  explicit Exchange(FakeOrigin& origin) : origin_(origin) {}

  asio::awaitable<absl::StatusOr<std::unique_ptr<exchange::HttpResponse>>> Send(
      const HttpRequest& request, SteadyTime deadline,
      int64_t& attempts) override {
    Answer answer = origin_.Ask(request);
    ++attempts;
    if (request.attempts != nullptr) request.attempts->push_back({});
    ++origin_.open;
    const absl::Cleanup ended = [this] { --origin_.open; };
    if (answer.throws) throw std::runtime_error("the exchange is broken");
    absl::Status status =
        co_await Pause(absl::ToChronoNanoseconds(origin_.pace));
    if (status.ok() && answer.hangs_at_once) {
      status = co_await Pause(std::chrono::hours(1));
    }
    if (status.ok()) status = answer.error;
    if (status.ok() && SteadyTime::Now() >= deadline) {
      status = MakeError(Reason::kDeadline, "too late");
    }
    if (!status.ok()) co_return status;
    co_return std::make_unique<Response>(std::move(answer), origin_);
  }

 private:
  FakeOrigin& origin_;
};

}  // namespace

Answer PageAnswer(const std::string& body, size_t piece_bytes) {
  Answer answer;
  for (size_t at = 0; at < body.size(); at += piece_bytes) {
    answer.pieces.push_back(body.substr(at, piece_bytes));
  }
  return answer;
}

std::unique_ptr<exchange::HttpExchange> FakeOrigin::Connect() {
  return std::make_unique<Exchange>(*this);
}

Answer FakeOrigin::Ask(const HttpRequest& request) {
  return respond_(request, sends_++);
}

bool EndsWithBrace(const ResponseHead& head, std::string_view body) {
  return head.status == 200 && body.ends_with('}');
}

}  // namespace backlinks::cache::testing_cache
