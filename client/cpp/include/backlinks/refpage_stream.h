// Iterates over the rows of one StreamRefpages call as they arrive, each once.
//
// Resume:  a stream that ends with UNAVAILABLE before its summary resumes by
//          itself after the last row, within its timeout and ResumeOptions.
//          Before the server has sent a first token it starts again, but only
//          if it has returned no row. Finish returns the errors that remain.
// Errors:  see client.h. Also ABORTED with ROWS_CHANGED if the rows after the
//          last token do not come again, DEADLINE_EXCEEDED if no time is left
//          to resume, and CANCELLED after Cancel.
// Memory:  one message.
// Life:    destroying the stream before its end cancels the call. Iterators and
//          rows are valid until the next one is requested. The stream may be
//          moved before the first row is requested.
// Threads: one at a time, but Cancel from any.
#ifndef BACKLINKS_REFPAGE_STREAM_H_
#define BACKLINKS_REFPAGE_STREAM_H_

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/resume_options.h"
#include "backlinks/v1/backlinks_service.grpc.pb.h"
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
    // Only for comparisons with end().
    bool operator==(const Iterator& other) const { return row_ == other.row_; }
    bool operator!=(const Iterator& other) const { return row_ != other.row_; }

   private:
    friend class RefpageStream;
    explicit Iterator(RefpageStream* stream)
        : stream_(stream), row_(stream->NextRow()) {}
    RefpageStream* stream_ = nullptr;
    const v1::Refpage* row_ = nullptr;
  };

  // Starts the call. `api_key` is sent with every attempt if it is not empty.
  RefpageStream(std::shared_ptr<grpc::Channel> channel,
                const v1::StreamRefpagesRequest& request,
                absl::Duration timeout, const ResumeOptions& resume,
                const std::string& api_key = {});
  // Makes a stream that has already failed.
  explicit RefpageStream(absl::Status error);
  ~RefpageStream();
  RefpageStream(RefpageStream&&) noexcept;
  RefpageStream& operator=(RefpageStream&&) noexcept;

  Iterator begin() { return Iterator(this); }
  Iterator end() { return {}; }

  // Returns the next row, or null after the last; Finish returns the status.
  const v1::Refpage* NextRow();
  // Returns the next message as a whole, or null. Must not be mixed with rows.
  const v1::StreamRefpagesResponse* NextMessage();

  // Ends the call, by cancelling it if the stream has not ended, and returns
  // its status.
  absl::Status Finish();
  // Ends reads and pauses at once with CANCELLED.
  void Cancel();

  // The summary of the last message. Empty until it has arrived.
  const std::optional<v1::StreamSummary>& summary() const;
  // The newest token of the messages read, which resumes after the last row of
  // its message. Before the first one, the token of the request.
  const std::string& resume_token() const;
  // The number of times the stream was interrupted and resumed.
  int resumes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace backlinks

#endif  // BACKLINKS_REFPAGE_STREAM_H_
