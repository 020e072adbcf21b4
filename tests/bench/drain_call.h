// One stream whose rows are read and discarded, on a completion queue.
//
// Threads: one at a time; that of the queue.
// Life:    the call is the tag of its operations, so it must live until Advance
//          has returned true.
#ifndef BACKLINKS_TESTS_BENCH_DRAIN_CALL_H_
#define BACKLINKS_TESTS_BENCH_DRAIN_CALL_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace backlinks::bench {

// The totals of all calls.
struct Totals {
  int64_t rows = 0;
  int64_t scanned = 0;
  int64_t bytes = 0;
  int64_t messages = 0;
  std::vector<double> first_ms;
};

class DrainCall {
 public:
  // Starts the call. `request` and `totals` must outlive it. With `parse`,
  // every message is parsed by its generated class.
  DrainCall(grpc::GenericStub& stub, const grpc::ByteBuffer& request,
            bool parse, grpc::CompletionQueue& queue, Totals& totals);

  // Handles the completion of the last operation, and starts the next. Returns
  // true at the end of the call; status() is then set.
  bool Advance(bool ok);

  const grpc::Status& status() const { return status_; }

 private:
  enum class Step { kStart, kWrite, kRead, kFinish };

  void Count();
  void ReadProgress();

  const std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
  const bool parse_;
  Totals& totals_;
  const grpc::ByteBuffer& request_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
  Step step_ = Step::kStart;
  grpc::ByteBuffer message_;
  grpc::ByteBuffer last_;
  // Reused, as readers of the client library do: its rows keep their memory.
  v1::StreamRefpagesResponse parsed_;
  grpc::Status status_;
};

}  // namespace backlinks::bench

#endif  // BACKLINKS_TESTS_BENCH_DRAIN_CALL_H_
