#include "service/cursor/cursor_codec.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cursor/cursor_codec_fixture.h"
#include "tests/support/random_source.h"

namespace backlinks::cursor {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing_cursor::CursorCodecTest;
using testing_cursor::CursorPayload;
using testing_cursor::kCursor;
using testing_cursor::kMax;
using testing_cursor::kNow;
using testing_cursor::kTtl;
using testing_cursor::Query;
using testing_cursor::SignedToken;
using testing_support::PrintedSeed;
using testing_support::RandomSource;

TEST_F(CursorCodecTest, RoundTripsACursor) {
  const auto cursor = Decode(Encode());
  ASSERT_TRUE(cursor.ok()) << cursor.status();
  EXPECT_EQ(*cursor, kCursor);
}

TEST_F(CursorCodecTest, MakesShortTokensThatAreSafeInUrls) {
  EXPECT_THAT(Encode(), testing::MatchesRegex("[A-Za-z0-9_-]+"));
  EXPECT_LT(Encode({kMax, kMax, kMax, true, kMax, ~0ull}).size(), 256u);
}

TEST_F(CursorCodecTest, HasTheFormThatTheHeaderDescribes) {
  const std::string data = '\1' + Payload().SerializeAsString();
  const auto cursor = Decode(SignedToken(data));
  ASSERT_TRUE(cursor.ok()) << cursor.status();
  EXPECT_EQ(*cursor, Cursor());
  EXPECT_EQ(Encode(Cursor()), SignedToken(data));
}

TEST_F(CursorCodecTest, RoundTripsRandomCursors) {
  RandomSource random(PrintedSeed());
  const int64_t bounds[] = {1, 2, 1000, 1'000'000'000, kMax};
  for (int i = 0; i < 5000; ++i) {
    Cursor cursor;
    cursor.scanned =
        random.Percent(5) ? kMax : random.Below(random.Pick(bounds));
    const auto upto_scanned = [&] {
      return random.Percent(20) ? cursor.scanned
                                : random.Below(cursor.scanned / 2 + 1);
    };
    cursor.sent = upto_scanned();
    cursor.check_from = upto_scanned();
    cursor.spent = random.Percent(5) ? kMax : random.Below(random.Pick(bounds));
    cursor.exhausted = random.Percent(50);
    cursor.check = static_cast<uint64_t>(random.Below(kMax)) * 2 + 1;
    if (random.Percent(50)) {
      cursor.fruitless_interruptions = random.Below(random.Pick(bounds));
      cursor.interrupted_at = upto_scanned();
    }
    const auto decoded = Decode(Encode(cursor));
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    ASSERT_EQ(*decoded, cursor);
  }
}

TEST_F(CursorCodecTest, NamesTheFieldOfTheTokenWithoutQuotingIt) {
  const std::string token = Encode() + "x";
  const auto cursor =
      codec_.Decode(TokenKind::kList, hash_, token, "page_token", kNow);
  const auto violations = GetViolations(cursor.status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].path, "page_token");
  EXPECT_EQ(cursor.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(cursor.status().ToString(), Not(HasSubstr(token)));
}

TEST_F(CursorCodecTest, ExpiresAfterItsLifetime) {
  const std::string token = Encode();
  EXPECT_TRUE(Decode(token, kNow + kTtl).ok());
  EXPECT_EQ(ReasonOf(token, kNow + kTtl + absl::Seconds(1)),
            Reason::kTokenExpired);
  EXPECT_EQ(ReasonOf(token, absl::InfiniteFuture()), Reason::kTokenExpired);
}

TEST_F(CursorCodecTest, AcceptsAClockThatIsUpToFiveMinutesAhead) {
  const std::string token = Encode();
  EXPECT_TRUE(Decode(token, kNow - absl::Minutes(5)).ok());
  EXPECT_EQ(ReasonOf(token, kNow - absl::Minutes(5) - absl::Seconds(1)),
            Reason::kInvalidToken);
}

TEST_F(CursorCodecTest, HasALimitOnTheTokensSize) {
  const auto token_of = [&](size_t padding) {
    // Of a field that comes twice the last one counts.
    CursorPayload longer;
    longer.set_query_hash(std::string(padding, 'x'));
    return SignedToken('\1' + longer.SerializeAsString() +
                       Payload().SerializeAsString());
  };
  size_t padding = kMaxTokenBytes / 4 * 3 - 300;
  while (token_of(padding + 1).size() <= kMaxTokenBytes) ++padding;
  EXPECT_TRUE(Decode(token_of(padding)).ok());
  EXPECT_EQ(ReasonOf(token_of(padding + 1)), Reason::kInvalidToken);
}

TEST(HashQuery, IsEqualOnlyForEqualMessages) {
  const std::string hash = HashQuery("ahrefs_v2", Query());
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_EQ(hash, HashQuery("ahrefs_v2", Query()));
  backlinks::v1::RefpagesQuery masked = Query();
  masked.mutable_read_mask();
  EXPECT_NE(hash, HashQuery("ahrefs_v2", masked));
  backlinks::v1::RefpagesQuery ordered = Query();
  ordered.add_order_by()->set_column("title");
  EXPECT_NE(hash, HashQuery("ahrefs_v2", ordered));
}

TEST(HashQuery, SeparatesTheDialectFromTheQuery) {
  const std::string bytes = Query().SerializeAsString();
  EXPECT_NE(HashQuery("a", Query()), HashQuery("a" + bytes, {}));
  EXPECT_NE(HashQuery("", Query()), HashQuery("a", Query()));
}

TEST(RandomTokenKey, IsLongAndNeverTheSame) {
  EXPECT_GE(RandomTokenKey().Reveal().size(), kMinTokenKeyBytes);
  EXPECT_NE(RandomTokenKey().Reveal(), RandomTokenKey().Reveal());
}

}  // namespace
}  // namespace backlinks::cursor
