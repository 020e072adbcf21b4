#include "tests/support/http/compress.h"

#include <zlib.h>

namespace backlinks::testing_http {

std::string Compress(std::string_view text, int window_bits) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, window_bits, 8,
               Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

Decompressed Decompress(std::string_view body, int window_bits) {
  z_stream stream{};
  inflateInit2(&stream, window_bits);
  Decompressed result{std::string(1 << 20, '\0')};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.text.data());
  stream.avail_out = static_cast<uInt>(result.text.size());
  result.is_complete =
      inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0;
  result.text.resize(stream.total_out);
  inflateEnd(&stream);
  return result;
}

}  // namespace backlinks::testing_http
