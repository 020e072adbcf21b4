#include "client/cpp/refpage_stream.h"

#include <utility>

#include "absl/time/clock.h"
#include "service/status/grpc_status.h"

namespace backlinks {

struct RefpageStream::Impl {
  // Keeps what came, and tells whether there was a message.
  bool ReadMessage() {
    if (ended) return false;
    next_row = 0;
    ended = !reader->Read(&message);
    if (ended) {
      message.Clear();
      return false;
    }
    if (message.has_summary()) summary = message.summary();
    if (!message.resume_token().empty()) resume_token = message.resume_token();
    return true;
  }

  std::unique_ptr<v1::BacklinksService::Stub> stub;
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReader<v1::StreamRefpagesResponse>> reader;
  v1::StreamRefpagesResponse message;
  int next_row = 0;
  bool ended = false;
  std::optional<absl::Status> status;  // Once finished.
  std::optional<v1::StreamSummary> summary;
  std::string resume_token;
};

RefpageStream::RefpageStream(std::shared_ptr<grpc::Channel> channel,
                             const v1::StreamRefpagesRequest& request,
                             absl::Duration timeout)
    : impl_(std::make_unique<Impl>()) {
  impl_->stub = v1::BacklinksService::NewStub(std::move(channel));
  if (timeout < absl::InfiniteDuration()) {
    impl_->context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  }
  impl_->reader = impl_->stub->StreamRefpages(&impl_->context, request);
}

RefpageStream::RefpageStream(absl::Status error)
    : impl_(std::make_unique<Impl>()) {
  impl_->ended = true;
  impl_->status = std::move(error);
}

RefpageStream::~RefpageStream() {
  if (impl_) Finish().IgnoreError();
}

RefpageStream::RefpageStream(RefpageStream&&) noexcept = default;

RefpageStream& RefpageStream::operator=(RefpageStream&& other) noexcept {
  // What stood here goes with `other`, whose destructor ends its call.
  std::swap(impl_, other.impl_);
  return *this;
}

const v1::Refpage* RefpageStream::NextRow() {
  while (impl_->next_row == impl_->message.refpages_size()) {
    if (!impl_->ReadMessage()) return nullptr;
  }
  return &impl_->message.refpages(impl_->next_row++);
}

const v1::StreamRefpagesResponse* RefpageStream::NextMessage() {
  return impl_->ReadMessage() ? &impl_->message : nullptr;
}

absl::Status RefpageStream::Finish() {
  if (!impl_->status) {
    if (!impl_->ended) impl_->context.TryCancel();
    while (impl_->ReadMessage()) {
    }
    impl_->status = FromGrpcStatus(impl_->reader->Finish());
  }
  return *impl_->status;
}

void RefpageStream::Cancel() { impl_->context.TryCancel(); }

const std::optional<v1::StreamSummary>& RefpageStream::summary() const {
  return impl_->summary;
}

const std::string& RefpageStream::resume_token() const {
  return impl_->resume_token;
}

}  // namespace backlinks
