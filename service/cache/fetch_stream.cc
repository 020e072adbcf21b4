#include "service/cache/fetch_stream.h"

#include <utility>

#include "service/common/status/status.h"

namespace backlinks::cache {

namespace asio = boost::asio;

asio::awaitable<absl::Status> FetchStream::AwaitHead(SteadyTime deadline) {
  while (!head_ && page_ == nullptr && !end_) {
    BACKLINKS_CO_RETURN_IF_ERROR(co_await WaitForFetch(deadline));
  }
  if (head_ || page_ != nullptr) co_return absl::OkStatus();
  co_return *end_;
}

asio::awaitable<absl::StatusOr<std::string_view>> FetchStream::Read(
    SteadyTime deadline) {
  while (!buffer_.has_unread() && !end_) {
    if (is_fetch_waiting_) fetch_.waker()();
    const absl::Status waited = co_await WaitForFetch(deadline);
    if (!waited.ok()) co_return waited;
  }
  // Also frees what was read, if there is no more.
  const std::string_view next = buffer_.Next();
  if (next.empty() && !end_->ok()) co_return *end_;
  co_return next;
}

asio::awaitable<absl::Status> FetchStream::WaitForFetch(SteadyTime deadline) {
  is_reader_waiting_ = true;
  absl::Status waited = co_await reader_.Wait(deadline);
  is_reader_waiting_ = false;
  co_return waited;
}

// The reader no longer waits, even if it has not resumed yet.
void FetchStream::WakeReader() {
  if (is_reader_waiting_) reader_.waker()();
  is_reader_waiting_ = false;
}

void FetchStream::SetPage(PagePtr page) {
  page_ = std::move(page);
  WakeReader();
}

void FetchStream::SetHead(const ResponseHead& head) {
  head_ = head;
  WakeReader();
}

void FetchStream::Append(std::string_view piece) {
  buffer_.Append(piece);
  WakeReader();
}

void FetchStream::End(const absl::Status& status) {
  if (end_) return;
  end_ = status;
  WakeReader();
}

asio::awaitable<absl::Status> FetchStream::AwaitReader(SteadyTime deadline) {
  while (!is_reader_waiting_) {
    is_fetch_waiting_ = true;
    const absl::Status waited = co_await fetch_.Wait(deadline);
    is_fetch_waiting_ = false;
    if (!waited.ok()) co_return waited;
  }
  co_return absl::OkStatus();
}

}  // namespace backlinks::cache
