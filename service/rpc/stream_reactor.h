// One server-streaming RPC: connects gRPC's callbacks with a coroutine that
// awaits its writes.
//
// In:      a job that writes messages.  Out: the messages; the job's status.
// Stall:   a write that gRPC does not complete within StallPolicy::timeout
//          counts as failed, so that the job ends. If it is not completed
//          within the grace either, the call is aborted.
// Threads, cancel, errors, life: as CoroutineRpc.
#ifndef BACKLINKS_SERVICE_RPC_STREAM_REACTOR_H_
#define BACKLINKS_SERVICE_RPC_STREAM_REACTOR_H_

#include <chrono>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/experimental/concurrent_channel.hpp"
#include "boost/asio/steady_timer.hpp"
#include "grpcpp/support/byte_buffer.h"
#include "service/rpc/coroutine_rpc.h"
#include "service/stream/message_writer.h"

namespace backlinks::rpc {

// When a stream ends because its client reads nothing.
struct StallPolicy {
  // From the beginning of a write. CLIENT_STALLED then ends the job.
  absl::Duration timeout = absl::InfiniteDuration();
  // The time after that in which the client may read the message and the
  // status.
  absl::Duration grace = absl::Seconds(1);
};

class StreamReactor final : public CoroutineRpc, private stream::MessageWriter {
 public:
  using StreamJob =
      std::function<boost::asio::awaitable<absl::Status>(MessageWriter&)>;

  StreamReactor(boost::asio::any_io_executor executor, SteadyTime deadline,
                StallPolicy stall = {});

  // Starts the job. When it has ended, calls on_finished and sends its status.
  void Run(StreamJob job, OnFinished on_finished);

 private:
  using WriteDone = void(boost::system::error_code, bool);
  using TimePoint = std::chrono::steady_clock::time_point;

  // Runs the job, and then ends its last write.
  boost::asio::awaitable<absl::Status> RunJob(const StreamJob& job);

  boost::asio::awaitable<bool> Write(std::string&& message) override;
  bool is_writing() override;
  boost::asio::awaitable<bool> AwaitWritten() override;
  bool is_stalled() override;
  // Waits until gRPC has completed the pending write.
  boost::asio::awaitable<void> AwaitPendingWrite() override;
  // The same, but no longer than until `due`.
  boost::asio::awaitable<void> AwaitWrite(TimePoint due);
  TimePoint StallTime() const;  // Of the pending write.
  void StartTimer(TimePoint due);
  void EndWrite(bool is_alive);
  bool IsExpired(TimePoint due) const;
  void FinishCall(const grpc::Status& status) override {
    FinishWithStatus(status);
  }

  void OnWritten(bool ok) override;

  boost::asio::experimental::concurrent_channel<WriteDone> write_done_;
  grpc::ByteBuffer message_;
  const StallPolicy stall_;
  boost::asio::steady_timer timer_;  // Of the pending write.
  TimePoint write_start_;
  bool stalled_ = false;  // The last write took longer than the timeout.
  bool writing_ = false;  // gRPC is reading message_.
  bool alive_ = true;     // The client has not disconnected.
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_STREAM_REACTOR_H_
