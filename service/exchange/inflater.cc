#include "service/exchange/inflater.h"

#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::exchange {
namespace {

constexpr uint8_t kFirstByteOfGzip = 0x1f;

}  // namespace

Inflater::Inflater(size_t window_bytes)
    : state_(std::make_unique_for_overwrite<inflate_state>()),
      window_bytes_(window_bytes) {
  isal_inflate_init(state_.get());
}

void Inflater::Feed(std::string_view compressed) {
  state_->next_in =
      reinterpret_cast<uint8_t*>(const_cast<char*>(compressed.data()));
  state_->avail_in = static_cast<uint32_t>(compressed.size());
  fed_bytes_ += compressed.size();
}

absl::StatusOr<std::string_view> Inflater::Next() {
  if (!window_) {
    window_ = std::make_unique_for_overwrite<uint8_t[]>(window_bytes_);
  }
  state_->next_out = window_.get();
  state_->avail_out = static_cast<uint32_t>(window_bytes_);
  while (state_->avail_out == window_bytes_) {
    if (step_ != Step::kBody) {
      // A gzip body may consist of several members.
      if (!has_input()) break;
      Start();
    }
    const int result = isal_inflate(state_.get());
    if (result < 0 || result == ISAL_NEED_DICT) return Damaged();
    if (state_->block_state == ISAL_BLOCK_FINISH) {
      step_ = Step::kFinished;
    } else if (!has_input()) {
      break;
    }
  }
  return std::string_view(reinterpret_cast<const char*>(window_.get()),
                          window_bytes_ - state_->avail_out);
}

void Inflater::Start() {
  isal_inflate_reset(state_.get());
  state_->crc_flag =
      *state_->next_in == kFirstByteOfGzip ? ISAL_GZIP : ISAL_ZLIB;
  step_ = Step::kBody;
}

absl::Status Inflater::Damaged() const {
  const uint64_t offset = fed_bytes_ - state_->avail_in;
  return MakeError(
      Reason::kUpstreamMalformed,
      fmt::format("the upstream's compressed body is damaged near byte {}",
                  offset),
      {{"byte_offset", fmt::to_string(offset)}});
}

}  // namespace backlinks::exchange
