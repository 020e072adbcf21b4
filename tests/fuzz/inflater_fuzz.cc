// Any bytes as a compressed body, in two pieces and in windows of any size. The
// library differs from zlib in which damaged streams it notices, but a stream
// that both inflate has the same text.
//
// In: one byte that chooses the size of windows and one the split, then the
//     body.
#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "service/common/status/status.h"
#include "service/exchange/inflater.h"
#include "tests/fuzz/check.h"

namespace backlinks::exchange {
namespace {

constexpr size_t kMaxText = 1 << 20;  // Longer ones are not read to their end.

// The text of one gzip or zlib stream at the beginning of `body`, by zlib.
std::optional<std::string> Reference(std::string_view body) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 32);
  std::string text(kMaxText, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  const bool is_whole =
      inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0;
  text.resize(stream.total_out);
  inflateEnd(&stream);
  if (!is_whole) return std::nullopt;
  return text;
}

// Adds what a piece inflates to. Returns whether the next one may be passed.
bool Add(std::string_view piece, size_t window_bytes, Inflater& inflater,
         std::string& text) {
  inflater.Feed(piece);
  while (text.size() <= kMaxText) {
    const auto window = inflater.Next();
    if (!window.ok()) {
      BACKLINKS_FUZZ_CHECK(GetReason(window.status()) ==
                           Reason::kUpstreamMalformed);
      return false;
    }
    BACKLINKS_FUZZ_CHECK(window->size() <= window_bytes);
    if (window->empty()) return true;
    text += *window;
  }
  return false;
}

void FuzzInflater(size_t window_bytes, size_t split, std::string_view body) {
  const std::string_view first = body.substr(0, std::min(split, body.size()));
  Inflater inflater(window_bytes);
  std::string text;
  const bool is_read =
      Add(first, window_bytes, inflater, text) &&
      Add(body.substr(first.size()), window_bytes, inflater, text);
  const auto reference = Reference(body);
  if (!reference) return;
  BACKLINKS_FUZZ_CHECK(is_read);
  BACKLINKS_FUZZ_CHECK(inflater.finished());
  BACKLINKS_FUZZ_CHECK(text == *reference);
}

}  // namespace
}  // namespace backlinks::exchange

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  backlinks::exchange::FuzzInflater(
      size_t{1} << (data[0] % 17), data[1],
      {reinterpret_cast<const char*>(data) + 2, size - 2});
  return 0;
}
