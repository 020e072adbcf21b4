#include "service/decode/row_boundary.h"

#include <string>

#include "gtest/gtest.h"

namespace backlinks::decode {
namespace {

struct BoundaryCase {
  std::string row;
  std::string after;
};

TEST(RowBoundary, IsFoundAtEverySplit) {
  const BoundaryCase cases[] = {
      {"{}", ",{}"},
      {" ,\n{\"a\":1}", "]"},
      {R"(,{"a":{"b":[{},{"c":"}"}]}})", ",{}"},
      {R"(,{"a":"\"}","b\\":"}{"})", "x"},
      {"]", "}"},
      {" \n]", ",{}"},
      {R"(,{"a":"a text of more than 16 bytes } \\\" "})", "{"},
  };
  for (const auto& [row, after] : cases) {
    for (size_t split = 0; split <= row.size(); ++split) {
      RowBoundary boundary;
      const std::string text = row + after;
      const size_t first = boundary.Find(text.substr(0, split));
      EXPECT_EQ(first, split) << row;
      EXPECT_EQ(boundary.has_ended(), split == row.size()) << row;
      const size_t rest = boundary.Find(text.substr(split));
      EXPECT_EQ(first + rest, row.size()) << row;
      EXPECT_TRUE(boundary.has_ended());
    }
  }
}

}  // namespace
}  // namespace backlinks::decode
