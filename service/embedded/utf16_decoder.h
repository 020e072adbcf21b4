// Converts UTF-16 to UTF-8, one piece at a time.
//
// Half a surrogate pair becomes a byte that is not UTF-8, as in
// SurrogateRepairer, so that its cell counts as malformed.
//
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EMBEDDED_UTF16_DECODER_H_
#define BACKLINKS_SERVICE_EMBEDDED_UTF16_DECODER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace backlinks::embedded {

class Utf16Decoder {
 public:
  explicit Utf16Decoder(bool big_endian) : big_endian_(big_endian) {}

  void Append(std::string_view bytes, std::string& out);
  // Ends the text.
  void Finish(std::string& out);

 private:
  void AppendUnit(uint32_t unit, std::string& out);

  const bool big_endian_;
  std::optional<unsigned char> first_byte_;  // Of an incomplete unit.
  std::optional<uint32_t> high_;             // The high half of a pair.
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_UTF16_DECODER_H_
