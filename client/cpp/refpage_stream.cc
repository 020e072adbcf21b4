#include "backlinks/refpage_stream.h"

#include <utility>

#include "client/cpp/resuming_call.h"

namespace backlinks {

struct RefpageStream::Impl {
  // Stores the next message. Returns whether there was one.
  bool ReadMessage() {
    next_row = 0;
    return call.Read(message);
  }

  ResumingCall call;
  v1::StreamRefpagesResponse message;
  int next_row = 0;
};

RefpageStream::RefpageStream(std::shared_ptr<grpc::Channel> channel,
                             const v1::StreamRefpagesRequest& request,
                             absl::Duration timeout,
                             const ResumeOptions& resume,
                             const std::string& api_key)
    : impl_(new Impl{{std::move(channel), request, timeout, resume, api_key}}) {
}

RefpageStream::RefpageStream(absl::Status error)
    : impl_(new Impl{ResumingCall(std::move(error))}) {}

RefpageStream::~RefpageStream() = default;

RefpageStream::RefpageStream(RefpageStream&&) noexcept = default;

RefpageStream& RefpageStream::operator=(RefpageStream&& other) noexcept =
    default;

const v1::Refpage* RefpageStream::NextRow() {
  while (impl_->next_row == impl_->message.refpages_size()) {
    if (!impl_->ReadMessage()) return nullptr;
  }
  return &impl_->message.refpages(impl_->next_row++);
}

const v1::StreamRefpagesResponse* RefpageStream::NextMessage() {
  return impl_->ReadMessage() ? &impl_->message : nullptr;
}

absl::Status RefpageStream::Finish() { return impl_->call.Finish(); }

void RefpageStream::Cancel() { impl_->call.Cancel(); }

const std::optional<v1::StreamSummary>& RefpageStream::summary() const {
  return impl_->call.summary();
}

const std::string& RefpageStream::resume_token() const {
  return impl_->call.resume_token();
}

int RefpageStream::resumes() const { return impl_->call.resumes(); }

}  // namespace backlinks
