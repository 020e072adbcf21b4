// The number of open streams, and the sizes of their buffers that follow from
// it. Large buffers save CPU time: each message and each piece wakes threads,
// in the server and in the client. But they are the memory of a stream, so that
// many streams have smaller ones.
//
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_STREAM_OPEN_STREAMS_H_
#define BACKLINKS_SERVICE_STREAM_OPEN_STREAMS_H_

#include <algorithm>
#include <atomic>
#include <cstddef>

namespace backlinks::stream {

class OpenStreams {
 public:
  // A stream that is open as long as this exists.
  class Stream {
   public:
    explicit Stream(OpenStreams& streams) : streams_(streams) {
      streams_.count_.fetch_add(1, std::memory_order_relaxed);
    }
    ~Stream() { streams_.count_.fetch_sub(1, std::memory_order_relaxed); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

   private:
    OpenStreams& streams_;
  };

  // The messages of all streams share this size.
  static constexpr size_t kAllMessageBytes = 12 << 20;
  static constexpr size_t kMinMessageBytes = 48 << 10;
  // From this number of streams on, pieces are small.
  static constexpr size_t kManyStreams = 128;
  static constexpr size_t kPieceBytes = 64 << 10;
  static constexpr size_t kSmallPieceBytes = 32 << 10;

  // Returns the size that a message should have, which is at most `max`.
  size_t MessageBytes(size_t max) const {
    const size_t share = kAllMessageBytes / std::max<size_t>(Count(), 1);
    return std::min(max, std::max(share, kMinMessageBytes));
  }

  // Returns how much of a response should be received at once.
  size_t PieceBytes() const {
    return Count() < kManyStreams ? kPieceBytes : kSmallPieceBytes;
  }

 private:
  size_t Count() const { return count_.load(std::memory_order_relaxed); }

  std::atomic<size_t> count_ = 0;
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_OPEN_STREAMS_H_
