// The rows of one StreamRefpages call, as they arrive, each once.
//
// Breaks:  a stream that ends with UNAVAILABLE resumes by itself after the
//          last row, within its timeout and ResumeOptions (resume_policy.h has
//          the rules). What it cannot mend is the status that Finish returns.
// Life:    destroying it before its end cancels the call. Iterators and rows
//          are valid until the next one is asked for. Moves are allowed before
//          the first row is asked for.
// Threads: one at a time, but Cancel from any.
#ifndef BACKLINKS_CLIENT_CPP_REFPAGE_STREAM_H_
#define BACKLINKS_CLIENT_CPP_REFPAGE_STREAM_H_

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "client/cpp/resume_options.h"
#include "grpcpp/channel.h"

namespace backlinks {

class RefpageStream {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = v1::Refpage;
    using difference_type = std::ptrdiff_t;
    using pointer = const v1::Refpage*;
    using reference = const v1::Refpage&;

    Iterator() = default;
    reference operator*() const { return *row_; }
    pointer operator->() const { return row_; }
    Iterator& operator++() {
      row_ = stream_->NextRow();
      return *this;
    }
    void operator++(int) { ++*this; }
    // Only with end().
    bool operator==(const Iterator& other) const { return row_ == other.row_; }
    bool operator!=(const Iterator& other) const { return row_ != other.row_; }

   private:
    friend class RefpageStream;
    explicit Iterator(RefpageStream* stream)
        : stream_(stream), row_(stream->NextRow()) {}
    RefpageStream* stream_ = nullptr;
    const v1::Refpage* row_ = nullptr;
  };

  // Starts the call.
  RefpageStream(std::shared_ptr<grpc::Channel> channel,
                const v1::StreamRefpagesRequest& request,
                absl::Duration timeout, const ResumeOptions& resume);
  // A stream that has failed already.
  explicit RefpageStream(absl::Status error);
  ~RefpageStream();
  RefpageStream(RefpageStream&&) noexcept;
  RefpageStream& operator=(RefpageStream&&) noexcept;

  Iterator begin() { return Iterator(this); }
  Iterator end() { return {}; }

  // The next row, or null: there is none any more; Finish tells why.
  const v1::Refpage* NextRow();
  // The next message as a whole, or null. Not to be mixed with rows.
  const v1::StreamRefpagesResponse* NextMessage();

  // Ends the call; without the stream's end before, by cancelling it.
  absl::Status Finish();
  // Ends reads and pauses at once, with CANCELLED.
  void Cancel();

  // Of the last message, once it has come.
  const std::optional<v1::StreamSummary>& summary() const;
  // Of the last message that was read and had one: resumes after the last of
  // its rows. Before: that of the request.
  const std::string& resume_token() const;
  // How often the stream broke and resumed.
  int resumes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_REFPAGE_STREAM_H_
