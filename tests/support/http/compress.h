// Bodies as servers compress them, and what is in them.
#ifndef BACKLINKS_TESTS_SUPPORT_HTTP_COMPRESS_H_
#define BACKLINKS_TESTS_SUPPORT_HTTP_COMPRESS_H_

#include <string>
#include <string_view>

namespace backlinks::testing_http {

// zlib's window bits: they choose the format.
inline constexpr int kGzip = 15 + 16;
inline constexpr int kZlib = 15;

inline constexpr int kGzipOrZlib = 15 + 32;

std::string Compress(std::string_view text, int window_bits = kGzip);

struct Decompressed {
  std::string text;          // As much as can be read.
  bool is_complete = false;  // The body is one whole stream, of 1 MiB at most.
};

Decompressed Decompress(std::string_view body, int window_bits = kGzip);

}  // namespace backlinks::testing_http

#endif  // BACKLINKS_TESTS_SUPPORT_HTTP_COMPRESS_H_
