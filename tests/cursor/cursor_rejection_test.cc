// Tokens that the codec rejects.
#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "service/cursor/cursor_codec.h"
#include "tests/cursor/cursor_codec_fixture.h"
#include "tests/support/random_source.h"

namespace backlinks::cursor {
namespace {

using testing_cursor::CursorCodecTest;
using testing_cursor::kCursor;
using testing_cursor::kNow;
using testing_cursor::kTtl;
using testing_cursor::Query;
using testing_cursor::SignedToken;
using testing_support::PrintedSeed;
using testing_support::RandomSource;

TEST_F(CursorCodecTest, RejectsAnEmptyToken) {
  EXPECT_EQ(ReasonOf(""), Reason::kInvalidToken);
}

TEST_F(CursorCodecTest, RejectsATokenTruncatedAnywhere) {
  const std::string token = Encode();
  for (size_t size = 0; size < token.size(); ++size) {
    ASSERT_EQ(ReasonOf(token.substr(0, size)), Reason::kInvalidToken) << size;
    ASSERT_EQ(ReasonOf(token.substr(size + 1)), Reason::kInvalidToken) << size;
  }
}

TEST_F(CursorCodecTest, RejectsATokenWithAnyBitFlipped) {
  const std::string token = Encode();
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string altered = bytes;
    altered[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    ASSERT_EQ(ReasonOf(absl::WebSafeBase64Escape(altered)),
              Reason::kInvalidToken)
        << bit;
  }
  for (size_t bit = 0; bit < token.size() * 8; ++bit) {
    std::string altered = token;
    altered[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    ASSERT_EQ(ReasonOf(altered), Reason::kInvalidToken) << bit;
  }
}

TEST_F(CursorCodecTest, RejectsATokenWithTrailingBytes) {
  const std::string token = Encode();
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));
  for (const char c : {'\0', 'A', '\xFF'}) {
    EXPECT_EQ(ReasonOf(absl::WebSafeBase64Escape(bytes + c)),
              Reason::kInvalidToken);
    EXPECT_EQ(ReasonOf(token + c), Reason::kInvalidToken);
  }
  EXPECT_EQ(ReasonOf(token + token), Reason::kInvalidToken);
}

TEST_F(CursorCodecTest, RejectsAnotherKey) {
  for (const char* key : {"0123456789abcdeF", "0123456789abcdef0"}) {
    const CursorCodec other(Secret(key), kTtl);
    EXPECT_EQ(ReasonOf(other.Encode(TokenKind::kStream, hash_, kCursor, kNow)),
              Reason::kInvalidToken);
  }
}

TEST_F(CursorCodecTest, RejectsAnotherKind) {
  EXPECT_EQ(ReasonOf(codec_.Encode(TokenKind::kList, hash_, kCursor, kNow)),
            Reason::kInvalidToken);
}

TEST_F(CursorCodecTest, RejectsAnotherQuery) {
  const std::string other = HashQuery("ahrefs_v2", Query("gitlab.com"));
  EXPECT_EQ(ReasonOf(codec_.Encode(TokenKind::kStream, other, kCursor, kNow)),
            Reason::kTokenQueryMismatch);
}

TEST_F(CursorCodecTest, RejectsAnotherDialect) {
  const std::string other = HashQuery("ahrefs_v3", Query());
  EXPECT_EQ(ReasonOf(codec_.Encode(TokenKind::kStream, other, kCursor, kNow)),
            Reason::kTokenQueryMismatch);
}

TEST_F(CursorCodecTest, RejectsAnotherVersion) {
  const std::string payload = Payload().SerializeAsString();
  for (const char version : {'\0', '\3', '\x81'}) {
    EXPECT_EQ(ReasonOf(SignedToken(version + payload)), Reason::kInvalidToken);
  }
}

TEST_F(CursorCodecTest, RejectsPaddingAndBlanks) {
  for (const std::string& token : TokensOfEverySize()) {
    for (const char* end : {"=", "==", "===", " ", "\n", "."}) {
      EXPECT_EQ(ReasonOf(token + end), Reason::kInvalidToken);
      EXPECT_EQ(ReasonOf(end + token), Reason::kInvalidToken);
    }
  }
}

TEST_F(CursorCodecTest, RejectsBitsAfterTheLastByte) {
  const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/";
  for (const std::string& token : TokensOfEverySize()) {
    for (const char last : alphabet) {
      if (last == token.back()) continue;
      const std::string altered = token.substr(0, token.size() - 1) + last;
      EXPECT_EQ(ReasonOf(altered), Reason::kInvalidToken) << last;
    }
  }
}

TEST_F(CursorCodecTest, RejectsGarbageOfAnySize) {
  EXPECT_EQ(ReasonOf(std::string(1 << 20, 'A')), Reason::kInvalidToken);
  EXPECT_EQ(ReasonOf(std::string(1 << 20, '\xFF')), Reason::kInvalidToken);
  RandomSource random(PrintedSeed());
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(ReasonOf(random.HostileBytes(600)), Reason::kInvalidToken);
  }
}

struct CountsCase {
  std::string name;
  Cursor cursor;
};

class CursorCounts : public CursorCodecTest,
                     public testing::WithParamInterface<CountsCase> {};

TEST_P(CursorCounts, AreRejectedAlthoughSigned) {
  EXPECT_EQ(ReasonOf(Encode(GetParam().cursor)), Reason::kInvalidToken);
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, CursorCounts,
    testing::Values(
        CountsCase{"MoreSentThanScanned", {.scanned = 1, .sent = 2}},
        CountsCase{"CheckedAfterTheEnd", {.scanned = 1, .check_from = 2}},
        CountsCase{"NegativePrice", {.scanned = 1, .spent = -1}},
        CountsCase{"NegativeScanned", {.scanned = -1, .sent = -1}},
        CountsCase{"NegativeSent", {.scanned = 1, .sent = -1}},
        CountsCase{"NegativeCheck", {.scanned = 1, .check_from = -1}},
        CountsCase{"InterruptedAfterTheEnd",
                   {.scanned = 1, .interrupted_at = 2}},
        CountsCase{"NegativeInterruptions",
                   {.fruitless_interruptions = -1, .interrupted_at = 0}}),
    [](const auto& info) { return info.param.name; });

// Field 11 without field 12, which no Cursor is encoded to.
TEST_F(CursorCodecTest, RejectsInterruptionsWithoutTheirRow) {
  const std::string kind = "\1\x08\x01";
  EXPECT_EQ(ReasonOf(SignedToken(kind)), Reason::kTokenExpired);
  EXPECT_EQ(ReasonOf(SignedToken(kind + "\x58\x01")), Reason::kInvalidToken);
}

TEST_F(CursorCodecTest, RejectsSignedBytesThatAreNoPayload) {
  for (const char* bytes : {"", "\1", "\1\xFF\xFF\xFF", "\1\x1A\x7Fxx"}) {
    EXPECT_EQ(ReasonOf(SignedToken(bytes)), Reason::kInvalidToken);
  }
}

}  // namespace
}  // namespace backlinks::cursor
