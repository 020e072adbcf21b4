// The reactor against a real gRPC client over loopback.
#include "service/rpc/stream_reactor.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "gmock/gmock.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "service/rpc/call_deadline.h"
#include "service/rpc/open_call.h"
#include "service/rpc/open_calls.h"

namespace backlinks::rpc {
namespace {

namespace asio = boost::asio;
using Response = v1::StreamRefpagesResponse;

constexpr auto kTimeout = std::chrono::seconds(30);

// Serves every call with one job.
class JobService final : public grpc::CallbackGenericService {
 public:
  JobService(asio::any_io_executor executor, StreamReactor::StreamJob job)
      : executor_(std::move(executor)),
        open_calls_(executor_, {}),
        job_(std::move(job)) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    reactor = std::make_shared<StreamReactor>(
        executor_, CallDeadline(context->raw_deadline()),
        StallPolicy{.timeout = stall_timeout, .grace = stall_grace});
    auto call = std::make_unique<OpenCall>(open_calls_, nullptr, *context);
    EXPECT_TRUE(call->Reserve(false).ok());
    reactor->Receive(std::move(call), [this](const auto& request) {
      EXPECT_TRUE(request.ok()) << request.status();
      reactor->Run(job_, [this](const absl::Status& status) {
        finished.set_value(status);
      });
      started.set_value();
    });
    return reactor.get();
  }

  // To be set before the call.
  absl::Duration stall_timeout = absl::InfiniteDuration();
  absl::Duration stall_grace;
  std::shared_ptr<StreamReactor> reactor;
  std::promise<void> started;
  std::promise<absl::Status> finished;

 private:
  asio::any_io_executor executor_;
  OpenCalls open_calls_;
  StreamReactor::StreamJob job_;
};

class StreamReactorTest : public testing::Test {
 protected:
  ~StreamReactorTest() override {
    if (server_) server_->Shutdown(std::chrono::system_clock::now());
    io_.stop();  // The timer of open calls may still be waiting.
    if (thread_.joinable()) thread_.join();
    service_.reset();
  }

  void Serve(StreamReactor::StreamJob job,
             absl::Duration stall_timeout = absl::InfiniteDuration(),
             absl::Duration stall_grace = absl::ZeroDuration()) {
    service_ = std::make_unique<JobService>(io_.get_executor(), std::move(job));
    service_->stall_timeout = stall_timeout;
    service_->stall_grace = stall_grace;
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterCallbackGenericService(service_.get());
    server_ = builder.BuildAndStart();
    thread_ = std::thread([this] { io_.run(); });
    // A window of 64 KiB that does not grow.
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    stub_ = v1::BacklinksService::NewStub(grpc::CreateCustomChannel(
        "127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials(),
        arguments));
    reader_ = stub_->StreamRefpages(&context_, {});
  }

  absl::Status ServerStatus() {
    auto finished = service_->finished.get_future();
    if (finished.wait_for(kTimeout) != std::future_status::ready) {
      return absl::UnknownError("the server's side did not end");
    }
    return finished.get();
  }

  absl::Status ClientStatus() {
    Response response;
    while (reader_->Read(&response)) {
    }
    return FromGrpcStatus(reader_->Finish());
  }

  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{
      io_.get_executor()};
  std::unique_ptr<JobService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::thread thread_;
  std::unique_ptr<v1::BacklinksService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Response>> reader_;
};

std::string MessageOf(int number, size_t padding) {
  Response response;
  response.mutable_progress()->set_sent_row_count(number);
  response.set_resume_token(std::string(padding, 'x'));
  return response.SerializeAsString();
}

// Waits until it is cancelled.
asio::awaitable<absl::Status> WaitForever(stream::MessageWriter&) {
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           asio::steady_timer::time_point::max());
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return MakeError(Reason::kInternal, "the job's own words");
}

TEST_F(StreamReactorTest, MessagesArriveCompleteAndInOrder) {
  Serve([](stream::MessageWriter& writer) -> asio::awaitable<absl::Status> {
    for (int i = 0; i < 500; ++i) {
      if (!co_await writer.Write(MessageOf(i, (i * 7919) % 200'000))) {
        co_return absl::InternalError("write failed");
      }
    }
    co_return absl::OkStatus();
  });
  Response response;
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(reader_->Read(&response));
    ASSERT_EQ(response.progress().sent_row_count(), i);
    ASSERT_EQ(response.resume_token().size(), (i * 7919) % 200'000);
  }
  EXPECT_FALSE(reader_->Read(&response));
  EXPECT_TRUE(reader_->Finish().ok());
  EXPECT_TRUE(ServerStatus().ok());
}

TEST_F(StreamReactorTest, ErrorsArriveWithTheirDetailsAfterTheRows) {
  Serve([](stream::MessageWriter& writer) -> asio::awaitable<absl::Status> {
    co_await writer.Write(MessageOf(1, 0));
    co_return MakeError(Reason::kUpstreamMalformed, "bad", {{"page", "3"}});
  });
  Response response;
  EXPECT_TRUE(reader_->Read(&response));
  const absl::Status status = ClientStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(GetReason(status), Reason::kUpstreamMalformed);
}

TEST_F(StreamReactorTest, ClientsCancelReachesTheJob) {
  Serve(WaitForever);
  service_->started.get_future().wait();
  context_.TryCancel();
  EXPECT_EQ(ServerStatus().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(ClientStatus().code(), absl::StatusCode::kCancelled);
}

TEST_F(StreamReactorTest, DeadlineReachesTheJobAsDeadline) {
  // Long enough for the call to have reached the server on a busy machine.
  context_.set_deadline(std::chrono::system_clock::now() +
                        std::chrono::seconds(2));
  Serve(WaitForever);
  EXPECT_EQ(GetReason(ServerStatus()), Reason::kDeadline);
  EXPECT_EQ(ClientStatus().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(StreamReactorTest, CancelByTheServerHasItsReason) {
  Serve(WaitForever);
  service_->started.get_future().wait();
  service_->reactor->Cancel(MakeError(Reason::kDraining, "shutting down"));
  const absl::Status status = ClientStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(GetReason(status), Reason::kDraining);
}

TEST_F(StreamReactorTest, ExceptionsBecomeAStatus) {
  Serve([](stream::MessageWriter&) -> asio::awaitable<absl::Status> {
    throw std::runtime_error("secret words");
    co_return absl::OkStatus();
  });
  const absl::Status status = ClientStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()),
              testing::Not(testing::HasSubstr("secret")));
  EXPECT_EQ(GetCause(status), "");
  EXPECT_EQ(GetCause(ServerStatus()), "secret words");
}

TEST_F(StreamReactorTest, ExceptionsWaitForTheMessageUnderWay) {
  Serve([](stream::MessageWriter& writer) -> asio::awaitable<absl::Status> {
    co_await writer.Write(MessageOf(1, 100'000));
    throw std::runtime_error("after a message");
  });
  Response response;
  EXPECT_TRUE(reader_->Read(&response));
  EXPECT_EQ(response.progress().sent_row_count(), 1);
  EXPECT_EQ(GetReason(ClientStatus()), Reason::kInternal);
}

TEST_F(StreamReactorTest, ClientThatDoesNotReadStopsTheJob) {
  std::atomic<int> written = 0;
  Serve([&written](
            stream::MessageWriter& writer) -> asio::awaitable<absl::Status> {
    while (co_await writer.Write(MessageOf(0, 100'000))) ++written;
    co_return absl::CancelledError("client gone");
  });
  // Flow control lets so much through, and then nothing more.
  int before = -1;
  const auto give_up = std::chrono::steady_clock::now() + kTimeout;
  while (written != before && std::chrono::steady_clock::now() < give_up) {
    before = written;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  EXPECT_EQ(written, before);
  EXPECT_LT(written * 100'000, 16 << 20);
  context_.TryCancel();
  EXPECT_EQ(ServerStatus().code(), absl::StatusCode::kCancelled);
}

// Writes until the client counts as gone, and then returns the writer's reason.
asio::awaitable<absl::Status> WriteUntilGone(stream::MessageWriter& writer) {
  bool is_there = true;
  while (is_there) {
    std::string message = MessageOf(0, 100'000);
    is_there = co_await writer.Write(std::move(message));
  }
  co_return writer.is_stalled()
      ? MakeError(Reason::kClientStalled, "stalled", {{"step", "job"}})
      : absl::CancelledError("client gone");
}

constexpr absl::Duration kShortStall = absl::Milliseconds(200);

TEST_F(StreamReactorTest, AClientThatReadsNothingIsAborted) {
  Serve(WriteUntilGone, kShortStall);
  // The client does not read, and the call still ends, with the job's status
  // instead of the cancellation that gRPC reports.
  EXPECT_EQ(GetReason(ServerStatus()), Reason::kClientStalled);
  EXPECT_EQ(ClientStatus().code(), absl::StatusCode::kUnavailable);
}

TEST_F(StreamReactorTest, AClientThatReadsAgainGetsTheDetailsOfTheStall) {
  std::promise<void> stalled;
  Serve(
      [&stalled](
          stream::MessageWriter& writer) -> asio::awaitable<absl::Status> {
        absl::Status status = co_await WriteUntilGone(writer);
        stalled.set_value();
        co_return status;
      },
      kShortStall, absl::InfiniteDuration());
  stalled.get_future().wait();
  EXPECT_EQ(GetReason(ClientStatus()), Reason::kClientStalled);
}

TEST_F(StreamReactorTest, ALastMessageThatIsNotReadEndsAsStalled) {
  Serve(
      [](stream::MessageWriter& writer) -> asio::awaitable<absl::Status> {
        // Larger than the window of the client.
        std::string message = MessageOf(0, 1 << 20);
        co_await writer.Write(std::move(message));
        co_return absl::OkStatus();
      },
      kShortStall);
  EXPECT_EQ(GetReason(ServerStatus()), Reason::kClientStalled);
}

// Calls `then` after so many turns of the executor.
void AfterTurns(int turns, const asio::any_io_executor& executor,
                const std::function<void()>& then) {
  if (turns == 0) return then();
  asio::post(executor, [turns, executor, then] {
    AfterTurns(turns - 1, executor, then);
  });
}

TEST_F(StreamReactorTest, TheTimeOfAStallBeginsWithTheWrite) {
  constexpr absl::Duration kStall = absl::Seconds(2);
  constexpr int kTurns = 10'000;  // Much less time than that.
  // The turns may be over after the test.
  const auto are_turns_over = std::make_shared<bool>(false);
  bool has_waited = true;
  Serve(
      [&](stream::MessageWriter& writer) -> asio::awaitable<absl::Status> {
        // Larger than the window of the client.
        std::string message = MessageOf(0, 1 << 20);
        co_await writer.Write(std::move(message));
        // The job has nothing to write for a while.
        const auto executor = co_await asio::this_coro::executor;
        asio::steady_timer timer(executor, absl::ToChronoNanoseconds(kStall));
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        AfterTurns(kTurns, executor,
                   [are_turns_over] { *are_turns_over = true; });
        const bool is_there = co_await writer.AwaitWritten();
        has_waited = *are_turns_over;
        if (is_there) co_return absl::OkStatus();
        co_return MakeError(Reason::kClientStalled, "stalled");
      },
      kStall);
  EXPECT_EQ(GetReason(ServerStatus()), Reason::kClientStalled);
  EXPECT_FALSE(has_waited);
}

TEST_F(StreamReactorTest, ASlowReaderIsNotStalled) {
  constexpr int kMessages = 40;
  Serve(
      [](stream::MessageWriter& writer) -> asio::awaitable<absl::Status> {
        for (int i = 0; i < kMessages; ++i) {
          const bool is_there = co_await writer.Write(MessageOf(i, 100'000));
          if (!is_there) co_return absl::CancelledError("client gone");
        }
        co_return absl::OkStatus();
      },
      absl::Seconds(2));
  Response response;
  for (int i = 0; i < kMessages; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    ASSERT_TRUE(reader_->Read(&response)) << i;
  }
  EXPECT_EQ(ClientStatus(), absl::OkStatus());
}

}  // namespace
}  // namespace backlinks::rpc
