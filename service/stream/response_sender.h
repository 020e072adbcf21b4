// Sends rows to the client as messages, in batches, each with a resume token
// and the progress of the stream.
//
// Batches: the first batch is sent with the first rows; later ones when they
//          are full, or when rows have waited for `max_batch_age` while the
//          upstream is silent.
// Silence: sends an empty progress message after `heartbeat` without a message.
// Holds:   the batches of one piece of the body.
// Errors:  CANCELLED if the client is gone; Add returns those of the batcher.
// Threads: one executor; at most one of the awaitables in progress, except
//          FlushWhileIdle, which runs concurrently.
#ifndef BACKLINKS_SERVICE_STREAM_RESPONSE_SENDER_H_
#define BACKLINKS_SERVICE_STREAM_RESPONSE_SENDER_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/model/call_recorder.h"
#include "service/model/steady_time.h"
#include "service/plan/stream_position.h"
#include "service/stream/batcher.h"
#include "service/stream/message_writer.h"
#include "service/stream/stream_context.h"

namespace backlinks::stream {

class ResponseSender {
 public:
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  // Both must outlive the sender. It reports to the call's recorder.
  ResponseSender(const boost::asio::any_io_executor& executor,
                 const StreamContext& context,
                 const plan::StreamPosition& position);

  // Adds a row for the client, which the position is after.
  absl::Status Add(const Row& row) { return batcher_.Add(row); }
  int64_t total_bytes() const { return batcher_.total_bytes(); }

  // Sends the full batches, and the first rows at once.
  Awaitable<absl::Status> SendReady();
  // Sends all remaining rows, the last of them with the summary.
  Awaitable<absl::Status> SendLast(const v1::StreamSummary& summary);
  // Sends all remaining rows before an error, and the newest token if no
  // message had it.
  Awaitable<absl::Status> SendRest();

  // Sends batches that have waited too long while idle, until it is cancelled.
  Awaitable<void> FlushWhileIdle();
  // To be called before and after the stream waits for the upstream. EndIdle
  // waits for a pending message, so that messages stay in order.
  void BeginIdle() { idle_ = true; }
  Awaitable<absl::Status> EndIdle();

  bool client_gone() const { return client_gone_; }

  // The position of the last message; that of the start if there was none.
  const Cursor& sent_cursor() const {
    return recorder_.record().sent_messages == 0 ? start_ : last_cursor_;
  }

 private:
  // Moves from the batch, which is a reference because GCC 12 destroys
  // temporaries of awaited calls twice.
  Awaitable<absl::Status> Send(Batch& batch, const v1::StreamSummary* summary);

  MessageWriter& writer_;
  const ResponseSenderOptions& options_;
  const TokenMaker& token_;
  CallRecorder& recorder_;
  const plan::StreamPosition& position_;
  Batcher batcher_;
  boost::asio::steady_timer written_;  // Cancelled when a write has ended.
  SteadyTime last_sent_ = SteadyTime::Now();
  const Cursor& start_;
  Cursor last_cursor_;  // The position of the last message, if any.
  bool idle_ = false;
  bool writing_ = false;
  bool client_gone_ = false;
};

// Returns the status of a cancelled call.
absl::Status CancelledCall();

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_RESPONSE_SENDER_H_
