// Makes JSON bytes acceptable to a strict parser: an escaped surrogate without
// its partner ("\ud83d" where a text was cut inside an emoji) becomes \ufffd.
// A page that was paid for must not be lost over one.
//
// In:     bytes of a JSON document, any split.  Out: the same, mended.
// Holds:  at most 12 bytes that could not be judged yet.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_SURROGATE_MENDER_H_
#define BACKLINKS_SERVICE_DECODE_SURROGATE_MENDER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace backlinks {

class SurrogateMender {
 public:
  // The bytes that can be handed on by now; valid until the next call, or as
  // long as `piece` where nothing had to be changed.
  std::string_view Mend(std::string_view piece);

  // What was held back, at the document's end.
  std::string_view Flush();

  int64_t mended_count() const { return mended_count_; }

 private:
  // Copies from text to out_; returns how much was judged.
  size_t Judge(std::string_view text);

  std::string held_;
  std::string out_;
  int64_t mended_count_ = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_SURROGATE_MENDER_H_
