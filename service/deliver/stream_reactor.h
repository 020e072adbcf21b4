// One server-streaming RPC: gRPC's callbacks on one side, a coroutine that
// awaits its writes on the other.
//
// In:      a job that writes messages.  Out: the messages; the job's status.
// Threads: the job runs on its executor alone; gRPC's callbacks only post to
//          it. Cancel may be called from anywhere.
// Cancel:  when the client cancels or goes, the deadline passes, or Cancel is
//          called, the job is cancelled (terminal); what it returns then is
//          replaced by CANCELLED, DEADLINE or Cancel's status.
// Errors:  an exception that leaves the job ends the RPC as INTERNAL.
// Life:    deletes itself; alive until gRPC and the job are both done.
#ifndef BACKLINKS_SERVICE_DELIVER_STREAM_REACTOR_H_
#define BACKLINKS_SERVICE_DELIVER_STREAM_REACTOR_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "boost/asio/experimental/concurrent_channel.hpp"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/deliver/message_writer.h"

namespace backlinks {

class StreamReactor final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                            public std::enable_shared_from_this<StreamReactor>,
                            private MessageWriter {
 public:
  using Job =
      std::function<boost::asio::awaitable<absl::Status>(MessageWriter&)>;
  // Called on the job's executor with the RPC's final status.
  using OnFinished = std::function<void(const absl::Status&)>;

  static std::shared_ptr<StreamReactor> Start(
      boost::asio::any_io_executor executor, absl::Time deadline, Job job,
      OnFinished on_finished);

  // Ends the RPC with `why`, unless it has ended.
  void Cancel(absl::Status why);

 private:
  using WriteDone = void(boost::system::error_code, bool);

  StreamReactor(boost::asio::any_io_executor executor, absl::Time deadline);
  boost::asio::awaitable<absl::Status> RunJob(Job job);
  boost::asio::awaitable<bool> Write(std::string&& message) override;
  // Waits until gRPC is done with the message under way; whether the client is
  // still there.
  boost::asio::awaitable<bool> Settle();
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  absl::Status WhyCancelled() const;

  boost::asio::any_io_executor executor_;
  absl::Time start_ = absl::Now();
  absl::Time deadline_;
  std::shared_ptr<StreamReactor> self_;  // Until OnDone.
  boost::asio::cancellation_signal cancel_;
  absl::Status cancelled_;  // OK: it was not.
  boost::asio::experimental::concurrent_channel<WriteDone> write_done_;
  grpc::ByteBuffer message_;
  bool writing_ = false;  // gRPC has message_.
  bool alive_ = true;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DELIVER_STREAM_REACTOR_H_
