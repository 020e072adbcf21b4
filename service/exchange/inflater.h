// Decompresses a gzip or zlib body in windows, in constant memory.
//
// Errors: UPSTREAM_MALFORMED if the body is not gzip or zlib.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EXCHANGE_INFLATER_H_
#define BACKLINKS_SERVICE_EXCHANGE_INFLATER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "isa-l/igzip_lib.h"

namespace backlinks::exchange {

class Inflater {
 public:
  explicit Inflater(size_t window_bytes);
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Passes compressed bytes, which must stay valid until Next has returned "".
  void Feed(std::string_view compressed);

  // Returns the next window, valid until the next call. Empty if it needs more
  // input.
  absl::StatusOr<std::string_view> Next();

  // Whether bytes that were passed are not yet decompressed.
  bool has_input() const { return state_->avail_in > 0; }

  // Frees the memory of the last window, until the next call of Next.
  void ReleaseWindow() { window_.reset(); }

  // Whether the compressed stream is complete.
  bool finished() const { return step_ == Step::kFinished; }

 private:
  enum class Step { kStart, kBody, kFinished };

  // Begins a stream or a member, whose first byte determines its format.
  void Start();
  absl::Status Damaged() const;

  const std::unique_ptr<inflate_state> state_;  // 87 KB.
  const size_t window_bytes_;
  std::unique_ptr<uint8_t[]> window_;  // Null until needed.
  Step step_ = Step::kStart;
  uint64_t fed_bytes_ = 0;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_INFLATER_H_
