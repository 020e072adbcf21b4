// Bodies as servers compress them.
#ifndef BACKLINKS_TESTS_SUPPORT_HTTP_COMPRESS_H_
#define BACKLINKS_TESTS_SUPPORT_HTTP_COMPRESS_H_

#include <string>
#include <string_view>

namespace backlinks::testing_http {

// zlib's window bits: they choose the format.
inline constexpr int kGzip = 15 + 16;
inline constexpr int kZlib = 15;

std::string Compress(std::string_view text, int window_bits = kGzip);

}  // namespace backlinks::testing_http

#endif  // BACKLINKS_TESTS_SUPPORT_HTTP_COMPRESS_H_
