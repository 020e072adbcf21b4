// A response of a page in memory. Contract: HttpResponse.
#ifndef BACKLINKS_SERVICE_CACHE_CACHED_RESPONSE_H_
#define BACKLINKS_SERVICE_CACHE_CACHED_RESPONSE_H_

#include <cstddef>
#include <utility>

#include "service/cache/cached_page.h"
#include "service/exchange/http_exchange.h"

namespace backlinks::cache {

class CachedResponse final : public exchange::HttpResponse {
 public:
  explicit CachedResponse(PagePtr page) : page_(std::move(page)) {}

  const ResponseHead& head() const override { return page_->head; }
  boost::asio::awaitable<absl::StatusOr<std::string_view>> Read() override;
  bool has_ended() const override { return read_bytes_ == page_->body.size(); }
  // Nothing came from the upstream.
  int64_t received_bytes() const override { return 0; }
  bool ended_by_close() const override { return false; }
  std::optional<absl::Time> cached_at() const override {
    return page_->asked.wall;
  }

 private:
  const PagePtr page_;
  size_t read_bytes_ = 0;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_CACHED_RESPONSE_H_
