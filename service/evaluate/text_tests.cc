#include "service/evaluate/text_tests.h"

namespace backlinks {

std::string_view FoldedHere(std::string_view text) {
  thread_local std::string folded;
  FoldCase(text, folded);
  return folded;
}

}  // namespace backlinks
