#include "tests/bench/drain_call.h"

#include "grpcpp/impl/codegen/proto_utils.h"

namespace backlinks::bench {
namespace {

constexpr const char* kMethod = "/backlinks.v1.BacklinksService/StreamRefpages";

using Traits = grpc::SerializationTraits<v1::StreamRefpagesResponse>;

}  // namespace

DrainCall::DrainCall(grpc::GenericStub& stub, const grpc::ByteBuffer& request,
                     bool parse, grpc::CompletionQueue& queue, Totals& totals)
    : parse_(parse),
      totals_(totals),
      request_(request),
      stream_(stub.PrepareCall(&context_, kMethod, &queue)) {
  stream_->StartCall(this);
}

bool DrainCall::Advance(bool ok) {
  if (step_ == Step::kFinish) {
    if (last_.Valid()) ReadProgress();
    return true;
  }
  if (!ok) {
    step_ = Step::kFinish;
    stream_->Finish(&status_, this);
  } else if (step_ == Step::kStart) {
    step_ = Step::kWrite;
    stream_->WriteLast(request_, grpc::WriteOptions(), this);
  } else {
    if (step_ == Step::kRead) Count();
    step_ = Step::kRead;
    stream_->Read(&message_, this);
  }
  return false;
}

void DrainCall::Count() {
  if (!last_.Valid()) {
    const std::chrono::duration<double, std::milli> first =
        std::chrono::steady_clock::now() - start_;
    totals_.first_ms.push_back(first.count());
  }
  ++totals_.messages;
  totals_.bytes += static_cast<int64_t>(message_.Length());
  if (parse_) {
    grpc::ByteBuffer copy = message_;
    if (!Traits::Deserialize(&copy, &parsed_).ok()) context_.TryCancel();
  }
  last_.Swap(&message_);
}

void DrainCall::ReadProgress() {
  v1::StreamRefpagesResponse response;
  if (!Traits::Deserialize(&last_, &response).ok()) return;
  totals_.rows += response.progress().sent_row_count();
  totals_.scanned += response.progress().scanned_row_count();
}

}  // namespace backlinks::bench
