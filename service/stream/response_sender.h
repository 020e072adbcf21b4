// Sends rows to the client as messages, in batches, each with a resume token
// and the progress of the stream.
//
// Batches: the first batch is sent with the first rows; later ones when they
//          are full, or when rows have waited for `max_batch_age` while the
//          upstream is silent.
// Silence: sends an empty progress message after `heartbeat` without a message.
// Holds:   one message that is being written, and the rows of about one piece
//          of the body.
// Errors:  CANCELLED if the client is gone, or CLIENT_STALLED with the resume
//          token of the last message; Add returns those of the batcher.
// Threads: one executor; at most one of the awaitables in progress, except
//          FlushWhileIdle, which runs concurrently.
#ifndef BACKLINKS_SERVICE_STREAM_RESPONSE_SENDER_H_
#define BACKLINKS_SERVICE_STREAM_RESPONSE_SENDER_H_

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/exchange/http_exchange.h"
#include "service/model/call_recorder.h"
#include "service/model/steady_time.h"
#include "service/plan/stream_position.h"
#include "service/stream/batcher.h"
#include "service/stream/message_writer.h"
#include "service/stream/open_streams.h"
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

  // Sends the full batches, and the first rows at once. Waits for the last
  // message if there are many rows after it. Meanwhile the buffers of `body`
  // are released, whose last piece must have been decoded.
  Awaitable<absl::Status> SendReady(exchange::HttpResponse& body);
  // Sends all remaining rows, the last of them with the summary.
  Awaitable<absl::Status> SendLast(const v1::StreamSummary& summary);
  // Sends all remaining rows before an error, and the newest token if no
  // message had it.
  Awaitable<absl::Status> SendRest();

  // Sends batches that have waited too long while idle, until it is cancelled,
  // or the client is gone: whoever waits for the upstream is to be cancelled
  // then.
  Awaitable<void> FlushWhileIdle();
  // To be called before and after the stream waits for the upstream. EndIdle
  // waits for a pending message, so that messages stay in order.
  void BeginIdle() { idle_ = true; }
  // The same for a request: a client that is gone ends the wait only while
  // `on_wire` is false, so that a page that the upstream charges for is
  // accounted.
  void BeginRequest(std::shared_ptr<const bool> on_wire);
  Awaitable<absl::Status> EndIdle();

  // OK, or the error with which the client is gone.
  const absl::Status& gone() const { return gone_; }

  // The position of the last message; that of the start if there was none.
  const Cursor& sent_cursor() const {
    return recorder_.record().sent_messages == 0 ? start_ : last_cursor_;
  }

 private:
  // Moves from the batch, which is a reference because GCC 12 destroys
  // temporaries of awaited calls twice.
  Awaitable<absl::Status> Send(Batch& batch, const v1::StreamSummary* summary);
  // Awaits the writer, which returns whether the client is still there.
  Awaitable<absl::Status> AwaitWriter(Awaitable<bool> written);
  absl::Status WhyGone() const;
  // Sets the size of the next messages by the number of open streams.
  void SetMaxBatchBytes();
  // Notices a client that does not read the last message.
  void CheckStall();
  // Whether the wait for the upstream is to end because the client is gone.
  bool MustEndWait() const;
  // Releases memory if a write has taken long.
  void ReleaseIfLong();

  MessageWriter& writer_;
  const ResponseSenderOptions& options_;
  const TokenMaker& token_;
  const std::vector<const Column*>& arrow_columns_;
  const OpenStreams& open_streams_;
  CallRecorder& recorder_;
  const plan::StreamPosition& position_;
  size_t max_batch_bytes_;
  Batcher batcher_;
  boost::asio::steady_timer written_;  // Cancelled when a write has ended.
  SteadyTime last_sent_ = SteadyTime::Now();
  const Cursor& start_;
  Cursor last_cursor_;         // The position of the last message, if any.
  std::string token_written_;  // Of the last message that the writer has taken.
  std::chrono::steady_clock::time_point write_start_;
  exchange::HttpResponse* body_ = nullptr;  // Set during SendReady.
  bool idle_ = false;
  std::shared_ptr<const bool> on_wire_;  // Set during a request.
  bool writing_ = false;
  absl::Status gone_;
};

// Returns the status of a cancelled call.
absl::Status CancelledCall();

// Returns the status of a call whose client has read nothing for `timeout`.
absl::Status StalledCall(absl::Duration timeout);

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_RESPONSE_SENDER_H_
