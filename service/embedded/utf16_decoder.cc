#include "service/embedded/utf16_decoder.h"

#include "service/decode/utf8.h"

namespace backlinks::embedded {
namespace {

constexpr uint32_t kFirstHigh = 0xD800;
constexpr uint32_t kFirstLow = 0xDC00;
constexpr uint32_t kAfterLow = 0xE000;

void AppendUtf8(uint32_t code, std::string& out) {
  const auto tail = [code](int shift) {
    return static_cast<char>(0x80 | ((code >> shift) & 0x3F));
  };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += {static_cast<char>(0xC0 | (code >> 6)), tail(0)};
  } else if (code < 0x10000) {
    out += {static_cast<char>(0xE0 | (code >> 12)), tail(6), tail(0)};
  } else {
    out += {static_cast<char>(0xF0 | (code >> 18)), tail(12), tail(6), tail(0)};
  }
}

}  // namespace

void Utf16Decoder::AppendUnit(uint32_t unit, std::string& out) {
  const bool is_low = unit >= kFirstLow && unit < kAfterLow;
  if (high_ && is_low) {
    AppendUtf8(0x10000 + ((*high_ - kFirstHigh) << 10) + (unit - kFirstLow),
               out);
    high_.reset();
    return;
  }
  if (high_) out += decode::kNotUtf8;
  high_.reset();
  if (unit >= kFirstHigh && unit < kFirstLow) {
    high_ = unit;
  } else if (is_low) {
    out += decode::kNotUtf8;
  } else {
    AppendUtf8(unit, out);
  }
}

void Utf16Decoder::Append(std::string_view bytes, std::string& out) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!first_byte_) {
      first_byte_ = byte;
      continue;
    }
    const uint32_t unit =
        big_endian_ ? (*first_byte_ << 8) | byte : (byte << 8) | *first_byte_;
    first_byte_.reset();
    AppendUnit(unit, out);
  }
}

void Utf16Decoder::Finish(std::string& out) {
  if (high_ || first_byte_) out += decode::kNotUtf8;
  high_.reset();
  first_byte_.reset();
}

}  // namespace backlinks::embedded
