// Answers as bytes on the wire.
#ifndef BACKLINKS_TESTS_EXCHANGE_ANSWERS_H_
#define BACKLINKS_TESTS_EXCHANGE_ANSWERS_H_

#include <string>
#include <string_view>

#include "fmt/format.h"
#include "tests/support/http/compress.h"

namespace backlinks::exchange::testing_exchange {

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

using testing_http::Compress;
using testing_http::kGzip;
using testing_http::kZlib;

}  // namespace backlinks::exchange::testing_exchange

#endif  // BACKLINKS_TESTS_EXCHANGE_ANSWERS_H_
