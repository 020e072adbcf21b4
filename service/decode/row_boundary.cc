#include "service/decode/row_boundary.h"

#include "service/decode/string_end.h"

namespace backlinks::decode {

size_t RowBoundary::Find(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end && !has_ended_) {
    if (in_text_) {
      at = SkipText(at, end);
    } else {
      OnMark(*at++);
    }
  }
  return at - text.data();
}

// Returns the byte after the text, or `end`.
const char* RowBoundary::SkipText(const char* at, const char* end) {
  if (is_escaped_) {
    is_escaped_ = false;
    return at + 1;
  }
  at = FindStringEnd(at, end);
  if (at == end) return at;
  is_escaped_ = *at == '\\';
  in_text_ = *at != '"';
  return at + 1;
}

void RowBoundary::OnMark(char mark) {
  if (mark == '"') in_text_ = true;
  if (mark == '{' || mark == '[') ++depth_;
  if (mark == '}' || mark == ']') has_ended_ = --depth_ <= 0;
}

}  // namespace backlinks::decode
