// What a fetch receives, as the call that began it reads it.
//
// Threads: the executor that both run on.
#ifndef BACKLINKS_SERVICE_CACHE_FETCH_STREAM_H_
#define BACKLINKS_SERVICE_CACHE_FETCH_STREAM_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "service/cache/cached_page.h"
#include "service/cache/page_buffer.h"
#include "service/cache/wakeup.h"
#include "service/model/http_message.h"

namespace backlinks::cache {

class FetchStream {
 public:
  explicit FetchStream(const boost::asio::any_io_executor& executor)
      : reader_(executor), fetch_(executor) {}

  // The call. Both fail with DEADLINE and CANCELLED, and with the error that
  // the fetch ended with, after all bytes before it.

  // Waits for the head, or for page().
  boost::asio::awaitable<absl::Status> AwaitHead(SteadyTime deadline);
  // Returns as HttpResponse::Read.
  boost::asio::awaitable<absl::StatusOr<std::string_view>> Read(
      SteadyTime deadline);
  const ResponseHead& head() const { return *head_; }
  // The page of another replica, instead of a head. Null if there is none.
  const PagePtr& page() const { return page_; }

  // The fetch.
  void SetPage(PagePtr page);
  void SetHead(const ResponseHead& head);
  void Append(std::string_view piece);
  // Ends the body. Only the first call has an effect.
  void End(const absl::Status& status);
  // Waits until the call has read everything and waits for more.
  boost::asio::awaitable<absl::Status> AwaitReader(SteadyTime deadline);
  PageBuffer& buffer() { return buffer_; }

  // Requests on the wire, and each of them.
  int64_t attempts = 0;
  std::vector<HttpAttempt> attempt_records;
  // As the functions of HttpResponse.
  int64_t received_bytes = 0;
  bool ended_by_close = false;

 private:
  boost::asio::awaitable<absl::Status> WaitForFetch(SteadyTime deadline);
  void WakeReader();

  std::optional<ResponseHead> head_;
  PagePtr page_;
  PageBuffer buffer_;
  std::optional<absl::Status> end_;
  bool is_reader_waiting_ = false;
  bool is_fetch_waiting_ = false;
  Wakeup reader_;
  Wakeup fetch_;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_FETCH_STREAM_H_
