#include "service/state/redis/master_watch.h"

#include "absl/status/statusor.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/use_awaitable.hpp"

namespace backlinks::state::redis {

namespace asio = boost::asio;

MasterWatch::MasterWatch(const asio::any_io_executor& executor,
                         const ServerAddress& address, asio::ssl::context* tls,
                         absl::Duration timeout, absl::Duration interval)
    : lookup_(executor, address, tls, timeout),
      interval_(interval),
      timer_(executor) {}

asio::awaitable<void> MasterWatch::Run() {
  while (!is_stopped_) {
    timer_.expires_after(absl::ToChronoNanoseconds(interval_));
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    const std::shared_ptr<Stream> stream = stream_.lock();
    if (is_stopped_ || !stream) continue;
    const HostPort used = master_;
    const absl::StatusOr<HostPort> named = co_await lookup_.Find();
    // Without an answer, the connection itself shows whether the master is up.
    if (!named.ok() || *named == used) continue;
    stream->Close(absl::UnavailableError("Sentinels name another master"));
  }
}

void MasterWatch::Stop(const absl::Status& reason) {
  is_stopped_ = true;
  lookup_.Stop(reason);
  timer_.cancel();
}

void MasterWatch::Watch(const std::shared_ptr<Stream>& stream,
                        const HostPort& master) {
  stream_ = stream;
  master_ = master;
}

}  // namespace backlinks::state::redis
