#include "client/cpp/output/find_byte.h"

#include <string>

#include "gtest/gtest.h"

namespace backlinks {
namespace {

constexpr auto kIsMark = [](auto byte) {
  return (byte == 'x') | (byte >= 0x80);
};

TEST(FindByte, FindsTheFirstFromAnyPlace) {
  for (size_t size = 0; size < 50; ++size) {
    for (size_t begin = 0; begin <= size; ++begin) {
      std::string text(size, 'a');
      EXPECT_EQ(output::FindByte(text, begin, kIsMark), size);
      text.insert(0, begin, 'x');
      EXPECT_EQ(output::FindByte(text, begin, kIsMark), text.size());
      for (size_t place = begin; place < text.size(); ++place) {
        std::string marked = text;
        marked.back() = 'x';
        marked[place] = '\xFF';
        ASSERT_EQ(output::FindByte(marked, begin, kIsMark), place);
      }
    }
  }
}

}  // namespace
}  // namespace backlinks
