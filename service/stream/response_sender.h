// Sends rows to the client as messages, in batches, with a token and how far
// the stream has come.
//
// Batches: the first leaves with the first rows; then by size, or when rows
//          have waited for `max_batch_age` while the upstream is silent.
// Silence: after `heartbeat` without a message one without rows leaves.
// Holds:   the batches of one piece of body.
// Errors:  CANCELLED: the client is gone. Add: what the batcher says.
// Threads: one executor; at most one of the awaitables under way, but for
//          FlushWhileIdle, which runs beside them.
#ifndef BACKLINKS_SERVICE_STREAM_RESPONSE_SENDER_H_
#define BACKLINKS_SERVICE_STREAM_RESPONSE_SENDER_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/model/call_record.h"
#include "service/stream/batcher.h"
#include "service/stream/message_writer.h"

namespace backlinks {

struct ResponseSenderOptions {
  size_t max_batch_bytes = 64 << 10;
  size_t max_row_bytes = 2 << 20;  // Of one row, as it is sent.
  absl::Duration max_batch_age = absl::Milliseconds(50);
  absl::Duration heartbeat = absl::Seconds(10);
};

// Makes the token that resumes from a cursor.
using TokenMaker = std::function<std::string(const Cursor&)>;

class ResponseSender {
 public:
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  // The references must outlive it; `record` is filled on the way.
  ResponseSender(const boost::asio::any_io_executor& executor,
                 MessageWriter& writer, const ResponseSenderOptions& options,
                 const ColumnSet& deliver, TokenMaker token,
                 CallRecord& record);

  // A row for the client, and the place after it.
  absl::Status Add(const Row& row, const Cursor& cursor) {
    return batcher_.Add(row, cursor);
  }
  // The stream has come further without a row for the client.
  void Advance(const Cursor& cursor) { batcher_.Advance(cursor); }
  int64_t total_bytes() const { return batcher_.total_bytes(); }

  // Sends the batches that are full, and the first rows at once.
  Awaitable<absl::Status> SendReady();
  // Sends everything that is left, and with the last of it the summary.
  Awaitable<absl::Status> SendLast(const v1::StreamSummary& summary);
  // Sends everything that is left before an error, and a token that no message
  // has had yet.
  Awaitable<absl::Status> SendRest();

  // Until it is cancelled: sends what has waited too long, while idle.
  Awaitable<void> FlushWhileIdle();
  // The stream waits for the upstream; EndIdle waits for a message under way,
  // so that messages stay in order.
  void BeginIdle() { idle_ = true; }
  Awaitable<absl::Status> EndIdle();

  bool client_gone() const { return client_gone_; }

 private:
  // Takes the batch's bytes. A reference, because GCC 12 destroys temporaries
  // of awaited calls twice.
  Awaitable<absl::Status> Send(Batch& batch, const v1::StreamSummary* summary);

  MessageWriter& writer_;
  const ResponseSenderOptions& options_;
  TokenMaker token_;
  CallRecord& record_;
  Batcher batcher_;
  boost::asio::steady_timer written_;  // Cancelled when a write has ended.
  absl::Time last_sent_ = absl::Now();
  Cursor last_cursor_;  // Of the last message.
  bool idle_ = false;
  bool writing_ = false;
  bool client_gone_ = false;
};

// The status of a call that was told to stop.
absl::Status CancelledCall();

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STREAM_RESPONSE_SENDER_H_
