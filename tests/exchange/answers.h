// Answers as bytes on the wire.
#ifndef BACKLINKS_TESTS_EXCHANGE_ANSWERS_H_
#define BACKLINKS_TESTS_EXCHANGE_ANSWERS_H_

#include <zlib.h>

#include <string>
#include <string_view>

#include "fmt/format.h"

namespace backlinks::testing_exchange {

inline std::string Answer(std::string_view body, std::string_view headers = "",
                          std::string_view status = "200 OK") {
  return fmt::format("HTTP/1.1 {}\r\n{}Content-Length: {}\r\n\r\n{}", status,
                     headers, body.size(), body);
}

inline std::string Chunk(std::string_view bytes) {
  return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

inline constexpr char kGzipHeader[] = "Content-Encoding: gzip\r\n";
inline constexpr char kChunkedHead[] =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
inline constexpr char kChunkedGzipHead[] =
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";
inline constexpr char kLastChunk[] = "0\r\n\r\n";

inline constexpr int kGzip = 15 + 16;
inline constexpr int kZlib = 15;

inline std::string Compress(std::string_view text, int window_bits = kGzip) {
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

}  // namespace backlinks::testing_exchange

#endif  // BACKLINKS_TESTS_EXCHANGE_ANSWERS_H_
