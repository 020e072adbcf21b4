// Cursors with a keyset position.
#include <memory>
#include <string>
#include <variant>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "service/cursor/cursor_codec.h"
#include "tests/cursor/cursor_codec_fixture.h"

namespace backlinks::cursor {
namespace {

using testing_cursor::CursorCodecTest;
using testing_cursor::kCursor;

KeysetPosition MakeKeysetPosition() {
  return {.keys = {std::monostate(), int64_t{-7}, true, Time{1, 999'999'999},
                   NumberLiteral{"20.5"}, std::string("Ä\0\n\"", 5)},
          .seen = {{0, 3}, {~uint64_t{0}, 1}},
          .in_full_order = true,
          .full_order_keys = {std::string(), false},
          .full_order_seen = {{42, 2}},
          .after_equals = true,
          .after_seen = {{43, 1}}};
}

TEST_F(CursorCodecTest, CarriesAKeysetPosition) {
  Cursor cursor = kCursor;
  cursor.keyset_position =
      std::make_shared<const KeysetPosition>(MakeKeysetPosition());
  const auto decoded = Decode(Encode(cursor));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, cursor);
  EXPECT_FALSE(*decoded == kCursor);
}

TEST_F(CursorCodecTest, CarriesAKeysetPositionAtTheFirstRow) {
  Cursor cursor = kCursor;
  cursor.keyset_position = std::make_shared<const KeysetPosition>(
      KeysetPosition{.after_seen = {{7, 1}, {8, 2}}});
  const auto decoded = Decode(Encode(cursor));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, cursor);
}

// Servers that do not know long rows take version 1 alone.
TEST_F(CursorCodecTest, KeepsLongRowsFromServersThatDoNotKnowThem) {
  const auto version = [this](const KeysetPosition& position) {
    Cursor cursor = kCursor;
    cursor.keyset_position = std::make_shared<const KeysetPosition>(position);
    std::string bytes;
    absl::WebSafeBase64Unescape(Encode(cursor), &bytes);
    return bytes.front();
  };
  KeysetPosition position = MakeKeysetPosition();
  EXPECT_EQ(version(position), '\2');
  position.after_seen.clear();
  EXPECT_EQ(version(position), '\1');
}

TEST_F(CursorCodecTest, CarriesTheLargestKeysetPosition) {
  KeysetPosition position = MakeKeysetPosition();
  position.keys = {std::string(64 << 10, 'x')};
  position.full_order_keys = {std::string(64 << 10, 'y')};
  for (uint64_t digest = 0; digest < 10'000; ++digest) {
    position.seen[digest * 0x9E3779B97F4A7C15] = 1;
  }
  Cursor cursor = kCursor;
  cursor.keyset_position = std::make_shared<const KeysetPosition>(position);
  const auto decoded = Decode(Encode(cursor));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, cursor);
}

TEST_F(CursorCodecTest, RejectsAPositionThatNoStreamCanHave) {
  for (const int64_t count : {0, -1}) {
    KeysetPosition position = MakeKeysetPosition();
    position.seen[1] = count;
    KeysetPosition after = MakeKeysetPosition();
    after.after_seen[1] = count;
    for (const KeysetPosition& wrong : {position, after}) {
      Cursor cursor = kCursor;
      cursor.keyset_position = std::make_shared<const KeysetPosition>(wrong);
      EXPECT_EQ(ReasonOf(Encode(cursor)), Reason::kInvalidToken);
    }
  }
  Cursor cursor = kCursor;
  cursor.keyset_position = std::make_shared<const KeysetPosition>();
  EXPECT_EQ(ReasonOf(Encode(cursor)), Reason::kInvalidToken);
}

}  // namespace
}  // namespace backlinks::cursor
