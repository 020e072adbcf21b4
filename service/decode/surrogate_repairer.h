// Makes JSON bytes acceptable to a strict parser: an escaped surrogate without
// its partner ("\ud83d" where a text was cut inside an emoji) becomes a byte
// that is not UTF-8, and so U+FFFD and a malformed cell later on. A page that
// was paid for must not be lost over one.
//
// In:     bytes of a JSON document, any split.  Out: the same, mended.
// Holds:  at most 12 bytes that could not be judged yet, and one mended piece.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_SURROGATE_REPAIRER_H_
#define BACKLINKS_SERVICE_DECODE_SURROGATE_REPAIRER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace backlinks {

class SurrogateRepairer {
 public:
  // The bytes that can be handed on by now; valid until the next call, and as
  // long as `piece`, which they are where nothing had to be changed.
  std::string_view Sanitize(std::string_view piece);

  // What was held back, at the document's end.
  std::string_view Flush();

  // Bytes of the document from which the first `size` bytes last handed out
  // were made.
  int64_t SourceSize(size_t size) const;

 private:
  // Copies from text_ to out_ what can be judged; returns how much that was.
  size_t Judge();
  // One escape to out_; both return its size in the document.
  size_t Keep(std::string_view text, size_t size);
  size_t Replace();

  std::string text_;               // What was held back, and the piece.
  std::string held_;               // The end of text_ that is not judged yet.
  std::string out_;                // text_, mended.
  std::vector<size_t> sanitizes_;  // Where in out_.
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_SURROGATE_REPAIRER_H_
