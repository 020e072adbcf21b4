// Sanitizes JSON for a strict parser: an escaped surrogate without its partner
// ("\ud83d" where a text was cut inside an emoji) becomes a byte that is not
// UTF-8, which later becomes U+FFFD and counts as a malformed cell. Otherwise
// one such escape would make a page useless that was paid for.
//
// In:     bytes of a JSON document, split anywhere.  Out: the same, sanitized.
// Holds:  at most 12 bytes that are not decided yet, and one sanitized piece.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_SURROGATE_REPAIRER_H_
#define BACKLINKS_SERVICE_DECODE_SURROGATE_REPAIRER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace backlinks::decode {

class SurrogateRepairer {
 public:
  // Returns the bytes that are decided. They are valid until the next call and
  // as long as `piece`, of which they are a part if nothing had to be changed.
  std::string_view Sanitize(std::string_view piece);

  // Returns the bytes held back so far, at the end of the document.
  std::string_view Flush();

  // Returns the size in the document of the first `size` bytes that were
  // returned last.
  int64_t SourceSize(size_t size) const;

 private:
  // Copies text_ to out_, sanitized, up to where it is not decided yet. Returns
  // the size of what was copied in text_.
  size_t SanitizeText();
  // Copies or replaces one escape in out_. Both return its size in the
  // document.
  size_t Keep(std::string_view text, size_t size);
  size_t Replace();

  std::string text_;             // held_ followed by the piece.
  std::string held_;             // The end of text_ that is not decided yet.
  std::string out_;              // text_, sanitized.
  std::vector<size_t> repairs_;  // Positions of replacements in out_.
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_SURROGATE_REPAIRER_H_
