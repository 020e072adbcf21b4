#include "service/cache/fetch.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/post.hpp"
#include "service/common/status/status.h"
#include "service/net/cancel.h"

namespace backlinks::cache {
namespace {

namespace asio = boost::asio;

constexpr int kOk = 200;

ResponseHead KeptHead(const ResponseHead& head, const CacheOptions& options) {
  ResponseHead kept;
  kept.status = head.status;
  const auto& names = options.kept_headers;
  for (const auto& header : head.headers) {
    if (std::find(names.begin(), names.end(), header.first) != names.end()) {
      kept.headers.push_back(header);
    }
  }
  return kept;
}

}  // namespace

Fetch::Fetch(asio::any_io_executor executor, std::shared_ptr<PageCache> cache,
             std::shared_ptr<exchange::HttpExchange> exchange,
             FetchRequest request)
    : executor_(std::move(executor)),
      cache_(std::move(cache)),
      exchange_(std::move(exchange)),
      request_(std::move(request)),
      stream_(executor_),
      lease_(executor_, cache_->state, cache_->observer, request_.key,
             cache_->options.lease),
      watch_(executor_),
      memory_(cache_->store.memory()) {
  if (request_.request.attempts != nullptr) {
    request_.request.attempts = &stream_.attempt_records;
  }
}

void Fetch::Start(std::unique_ptr<FlightOwner> owner) {
  owner->OnAbandoned(Stopper());
  // The handler keeps the signal, which Asio uses after the coroutine.
  asio::co_spawn(executor_, Run(shared_from_this(), std::move(owner)),
                 asio::bind_cancellation_slot(
                     cancel_.slot(), [self = shared_from_this()](
                                         const std::exception_ptr&) {}));
}

std::function<void()> Fetch::Stopper() {
  return [executor = executor_, fetch = weak_from_this()] {
    asio::post(executor, [fetch] {
      if (const auto self = fetch.lock()) self->Stop();
    });
  };
}

// Called on the executor, so that Asio cancels at once: a cancellation that it
// posted might come after the end.
void Fetch::Stop() {
  if (!ended_) cancel_.emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> Fetch::Run(std::shared_ptr<Fetch> self,
                                 std::unique_ptr<FlightOwner> owner) {
  co_await asio::this_coro::throw_if_cancelled(false);
  try {
    co_await self->Obtain(*owner);
  } catch (...) {
    self->stream_.End(FromException(std::current_exception()));
  }
  self->ended_ = true;
  self->watch_.cancel();
  self->stream_.End(MakeError(Reason::kCancelled, "the call was cancelled"));
  self->lease_.Release();
}

asio::awaitable<void> Fetch::Obtain(FlightOwner& owner) {
  if (!request_.only_fresh) {
    const bool is_done = co_await Await(owner);
    if (is_done) co_return;
  }
  const bool cancelled = co_await net::IsCancelled();
  if (!cancelled) co_await Ask(owner);
}

asio::awaitable<bool> Fetch::Await(FlightOwner& owner) {
  const SteadyTime start = SteadyTime::Now();
  int64_t pauses = 0;
  absl::Status paused;
  bool is_found = false;
  while (paused.ok()) {
    is_found = co_await Find(owner);
    // Once more after the lease was acquired: its last holder has stored.
    if (is_found || state_failed_ || lease_.is_acquired()) break;
    const PageLease::Outcome outcome = co_await lease_.Acquire();
    if (outcome == PageLease::Outcome::kFailed) break;
    if (outcome == PageLease::Outcome::kAcquired) continue;
    paused = co_await Pause(Backoff(cache_->options.poll, pauses++));
  }
  if (pauses > 0) cache_->observer.OnWait(SteadyTime::Now() - start);
  if (!paused.ok()) stream_.End(paused);
  co_return is_found || !paused.ok();
}

asio::awaitable<bool> Fetch::Find(FlightOwner& owner) {
  PageStore::Lookup lookup =
      co_await cache_->store.Find(request_.key, request_.oldest);
  state_failed_ = lookup.state_failed;
  if (lookup.page == nullptr) co_return false;
  stream_.SetPage(lookup.page);
  owner.Land(std::move(lookup.page));
  co_return true;
}

asio::awaitable<absl::Status> Fetch::Pause(absl::Duration duration) {
  Wakeup nobody(executor_);
  const SteadyTime end = SteadyTime::Now() + duration;
  const absl::Status status =
      co_await nobody.Wait(std::min(end, request_.deadline));
  const bool is_over = end <= request_.deadline;
  const bool paused = GetReason(status) == Reason::kDeadline && is_over;
  co_return paused ? absl::OkStatus() : status;
}

asio::awaitable<void> Fetch::Ask(FlightOwner& owner) {
  cache_->observer.OnMiss();
  asked_ = cache_->options.now();
  owner.SetAsked(asked_.steady);
  auto response = co_await exchange_->Send(request_.request, request_.deadline,
                                           stream_.attempts);
  if (!response.ok()) {
    stream_.End(response.status());
    co_return;
  }
  stream_.ended_by_close = (*response)->ended_by_close();
  stream_.SetHead((*response)->head());
  if (stream_.head().status == kOk) {
    owner.OnAbandoned(nullptr);
    owner_ = &owner;
    Watch();
  } else {
    Bypass(owner, FlightState::kFailed, BypassReason::kNotGood);
  }
  co_await ReadBody(owner, **response);
  if (keeps_) co_await Keep(owner);
}

asio::awaitable<void> Fetch::ReadBody(FlightOwner& owner,
                                      exchange::HttpResponse& response) {
  absl::Status status;
  while (true) {
    if (!keeps_) status = co_await stream_.AwaitReader(request_.deadline);
    if (!status.ok()) break;
    const auto piece = co_await response.Read();
    stream_.received_bytes = response.received_bytes();
    status = piece.status();
    if (!piece.ok() || piece->empty()) break;
    Grow(owner, piece->size());
    stream_.Append(*piece);
  }
  stream_.End(status);
  keeps_ = keeps_ && status.ok();
}

void Fetch::Watch() {
  watch_.expires_after(
      absl::ToChronoNanoseconds(cache_->options.finish_timeout / 2));
  watch_.async_wait(
      [fetch = weak_from_this()](const boost::system::error_code& error) {
        const auto self = fetch.lock();
        if (!error && self != nullptr) self->CheckWaiters();
      });
}

void Fetch::CheckWaiters() {
  if (ended_ || !keeps_) return;
  const bool was_left = is_left_;
  is_left_ = !owner_->has_waiters();
  if (was_left && is_left_) return Stop();
  Watch();
}

void Fetch::Grow(FlightOwner& owner, size_t bytes) {
  if (!keeps_) return;
  bytes_ += bytes;
  if (bytes_ > cache_->options.max_page_bytes) {
    Bypass(owner, FlightState::kTooLarge, BypassReason::kTooLarge);
  } else if (!memory_.Grow(bytes)) {
    Bypass(owner, FlightState::kTooLarge, BypassReason::kMemory);
  }
}

void Fetch::Bypass(FlightOwner& owner, FlightState state, BypassReason reason) {
  keeps_ = false;
  stream_.buffer().DropRead();
  cache_->observer.OnBypass(reason);
  owner.OnAbandoned(Stopper());
  owner.Fail(state);
  lease_.Release();
}

asio::awaitable<void> Fetch::Keep(FlightOwner& owner) {
  const CacheOptions& options = cache_->options;
  std::string body = stream_.buffer().Join();
  if (!options.is_good(stream_.head(), body)) {
    cache_->observer.OnBypass(BypassReason::kNotGood);
    co_return;
  }
  const PagePtr page = std::make_shared<const CachedPage>(
      CachedPage{.head = KeptHead(stream_.head(), options),
                 .body = std::move(body),
                 .asked = asked_,
                 .memory = std::move(memory_)});
  stream_.buffer().SwitchTo({page, &page->body});
  owner.Land(page);
  co_await cache_->store.Store(request_.key, *page);
}

}  // namespace backlinks::cache
