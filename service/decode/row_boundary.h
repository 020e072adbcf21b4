// Finds where a row of a document ends, whatever is in it.
//
// In:      bytes from the end of the row before, split anywhere.
// Not JSON: the end is anywhere; the parser rejects the bytes up to there.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_ROW_BOUNDARY_H_
#define BACKLINKS_SERVICE_DECODE_ROW_BOUNDARY_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace backlinks::decode {

class RowBoundary {
 public:
  // Begins after a row, or before the first one.
  void Restart() { *this = {}; }

  // Returns how many bytes of `text` belong to the row, or end the rows.
  size_t Find(std::string_view text);

  // Whether the row, or the array of rows, has ended.
  bool has_ended() const { return has_ended_; }

 private:
  const char* SkipText(const char* at, const char* end);
  void OnMark(char mark);

  int64_t depth_ = 0;
  bool in_text_ = false;
  bool is_escaped_ = false;  // The next byte of the text.
  bool has_ended_ = false;
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_ROW_BOUNDARY_H_
