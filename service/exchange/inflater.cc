#include "service/exchange/inflater.h"

#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::exchange {
namespace {

// The maximum window; gzip and zlib headers are detected automatically.
constexpr int kWindowBits = 15 + 32;

}  // namespace

Inflater::Inflater(size_t window_bytes) : window_bytes_(window_bytes) {
  inflateInit2(&stream_, kWindowBits);
}

Inflater::~Inflater() { inflateEnd(&stream_); }

void Inflater::Feed(std::string_view compressed) {
  stream_.next_in =
      reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream_.avail_in = static_cast<uInt>(compressed.size());
}

absl::StatusOr<std::string_view> Inflater::Next() {
  if (!window_) window_ = std::make_unique_for_overwrite<char[]>(window_bytes_);
  stream_.next_out = reinterpret_cast<Bytef*>(window_.get());
  stream_.avail_out = static_cast<uInt>(window_bytes_);
  while (stream_.avail_out == window_bytes_) {
    if (finished_) {
      // A gzip body may consist of several members.
      if (stream_.avail_in == 0) break;
      earlier_bytes_ += stream_.total_in;
      inflateReset(&stream_);
      finished_ = false;
    }
    const int result = inflate(&stream_, Z_NO_FLUSH);
    if (result == Z_BUF_ERROR) break;  // More input is needed.
    if (result == Z_STREAM_END) {
      finished_ = true;
    } else if (result != Z_OK) {
      const uint64_t offset = earlier_bytes_ + stream_.total_in;
      return MakeError(
          Reason::kUpstreamMalformed,
          fmt::format("the upstream's compressed body is damaged near byte {}",
                      offset),
          {{"byte_offset", fmt::to_string(offset)}});
    }
  }
  return std::string_view(window_.get(), window_bytes_ - stream_.avail_out);
}

}  // namespace backlinks::exchange
