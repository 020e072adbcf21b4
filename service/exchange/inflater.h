// Decompresses a gzip or zlib body in windows, in constant memory.
//
// Errors: UPSTREAM_MALFORMED if the body is not gzip or zlib.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EXCHANGE_INFLATER_H_
#define BACKLINKS_SERVICE_EXCHANGE_INFLATER_H_

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"

namespace backlinks::exchange {

class Inflater {
 public:
  explicit Inflater(size_t window_bytes);
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Passes compressed bytes, which must stay valid until Next has returned "".
  void Feed(std::string_view compressed);

  // Returns the next window, valid until the next call. Empty if it needs more
  // input.
  absl::StatusOr<std::string_view> Next();

  // Whether bytes that were passed are not yet decompressed.
  bool has_input() const { return stream_.avail_in > 0; }

  // Frees the memory of the last window, until the next call of Next.
  void ReleaseWindow() { window_.reset(); }

  // Whether the compressed stream is complete.
  bool finished() const { return finished_; }

 private:
  z_stream stream_{};
  const size_t window_bytes_;
  std::unique_ptr<char[]> window_;  // Null until needed.
  bool finished_ = false;
  uint64_t earlier_bytes_ = 0;  // Bytes of the members before this one.
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_INFLATER_H_
