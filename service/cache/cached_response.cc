#include "service/cache/cached_response.h"

#include "service/cache/page_buffer.h"
#include "service/common/status/status.h"
#include "service/net/cancel.h"

namespace backlinks::cache {

boost::asio::awaitable<absl::StatusOr<std::string_view>>
CachedResponse::Read() {
  const bool cancelled = co_await net::IsCancelled();
  if (cancelled) {
    co_return MakeError(Reason::kCancelled, "the call was cancelled");
  }
  const std::string_view piece =
      std::string_view(page_->body).substr(read_bytes_, kMaxPieceBytes);
  read_bytes_ += piece.size();
  co_return piece;
}

}  // namespace backlinks::cache
