#include "service/rpc/coroutine_rpc.h"

#include <exception>
#include <utility>

#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/this_coro.hpp"
#include "service/common/status/grpc_status.h"
#include "service/common/status/resume_token.h"
#include "service/common/status/status.h"

namespace backlinks::rpc {

namespace asio = boost::asio;

CoroutineRpc::CoroutineRpc(asio::any_io_executor executor, SteadyTime deadline)
    : CallReactor(deadline), executor_(std::move(executor)) {}

void CoroutineRpc::Launch(Job job, OnFinished on_finished) {
  // A cancellation may have been posted before: co_spawn uses the signal, too.
  asio::post(executor_, [self = self(), job = std::move(job),
                         on_finished = std::move(on_finished)]() mutable {
    self->Spawn(std::move(job), std::move(on_finished));
  });
}

void CoroutineRpc::Spawn(Job job, OnFinished on_finished) {
  asio::co_spawn(executor_, Run(std::move(job)),
                 asio::bind_cancellation_slot(
                     cancel_.slot(),
                     [self = self(), on_finished = std::move(on_finished)](
                         const std::exception_ptr& error, absl::Status status) {
                       if (error) status = FromException(error);
                       if (!status.ok() && !self->cancelled_.ok()) {
                         status = WithResumeToken(self->cancelled_,
                                                  GetResumeToken(status));
                       }
                       on_finished(status);
                       self->FinishCall(ToGrpcStatus(status));
                     }));
}

asio::awaitable<absl::Status> CoroutineRpc::Run(Job job) {
  // Cancellation is returned as a value, so that no exception discards pending
  // rows.
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!cancelled_.ok()) co_return cancelled_;
  absl::Status status;
  try {
    status = co_await job();
  } catch (...) {
    status = FromException(std::current_exception());
  }
  co_await AwaitPendingWrite();
  co_return status;
}

void CoroutineRpc::Cancel(absl::Status why) {
  // No lock is needed: the caller holds a reference, as gRPC does until OnDone.
  asio::post(executor_, [self = self(), why = std::move(why)] {
    if (!self->cancelled_.ok()) return;
    self->cancelled_ = why;
    self->cancel_.emit(asio::cancellation_type::terminal);
  });
}

}  // namespace backlinks::rpc
