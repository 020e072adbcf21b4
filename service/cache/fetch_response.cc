#include "service/cache/fetch_response.h"

#include "service/common/status/status.h"
#include "service/net/cancel.h"

namespace backlinks::cache {

boost::asio::awaitable<absl::StatusOr<std::string_view>> FetchResponse::Read() {
  absl::StatusOr<std::string_view> piece =
      MakeError(Reason::kCancelled, "the call was cancelled");
  const bool cancelled = co_await net::IsCancelled();
  if (!cancelled) piece = co_await fetch_->stream().Read(deadline_);
  // Cancelled, or too late: only others may want the rest.
  if (!piece.ok()) waiter_ = nullptr;
  co_return piece;
}

}  // namespace backlinks::cache
