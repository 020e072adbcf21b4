// Any bytes as a compressed body, in two pieces and in windows of any size. The
// library differs from zlib in which damaged streams it notices, but a stream
// that both inflate has the same text.
//
// In: one byte that chooses the size of windows and one the split, then the
//     body.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "service/common/status/status.h"
#include "service/exchange/inflater.h"
#include "tests/fuzz/check.h"
#include "tests/support/http/compress.h"

namespace backlinks::exchange {
namespace {

constexpr size_t kMaxText = 1 << 20;  // Longer ones are not read to their end.

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
  const auto reference =
      testing_http::Decompress(body, testing_http::kGzipOrZlib);
  if (!reference.is_complete) return;
  BACKLINKS_FUZZ_CHECK(is_read);
  BACKLINKS_FUZZ_CHECK(inflater.finished());
  BACKLINKS_FUZZ_CHECK(text == reference.text);
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
