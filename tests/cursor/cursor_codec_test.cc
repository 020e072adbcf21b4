#include "service/cursor/cursor_codec.h"

#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/cursor/cursor.pb.h"
#include "tests/cursor/signed_token.h"
#include "tests/support/random_source.h"

namespace backlinks {
namespace {

using cursor::v1::CursorPayload;
using testing::HasSubstr;
using testing::Not;
using testing_cursor::kKey;
using testing_cursor::SignedToken;
using testing_support::PrintedSeed;
using testing_support::RandomSource;

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr absl::Duration kTtl = absl::Hours(24);
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
const Cursor kCursor = {.scanned = 1500,
                        .sent = 700,
                        .spent = 606'000,
                        .check_from = 1499,
                        .check = 0xFEDCBA9876543210};

v1::RefpagesQuery Query(const std::string& target = "github.com") {
  v1::RefpagesQuery query;
  query.set_target(target);
  query.set_mode(v1::TARGET_MODE_DOMAIN);
  return query;
}

class CursorCodecTest : public testing::Test {
 protected:
  std::string Encode(const Cursor& cursor = kCursor) const {
    return codec_.Encode(TokenKind::kStream, hash_, cursor, kNow);
  }

  absl::StatusOr<Cursor> Decode(std::string_view token,
                                absl::Time now = kNow) const {
    return codec_.Decode(TokenKind::kStream, hash_, token, "resume_token", now);
  }

  std::optional<Reason> ReasonOf(std::string_view token,
                                 absl::Time now = kNow) const {
    const auto cursor = Decode(token, now);
    return cursor.ok() ? std::nullopt : GetReason(cursor.status());
  }

  // A payload as the codec makes it, to be spoilt and signed.
  CursorPayload Payload() const {
    CursorPayload payload;
    payload.set_kind(1);
    payload.set_issue_unix_seconds(absl::ToUnixSeconds(kNow));
    payload.set_query_hash(hash_);
    return payload;
  }

  // Good ones, whose last groups stand for one byte, two and three.
  std::vector<std::string> TokensOfEverySize() const {
    std::vector<std::string> tokens;
    std::set<size_t> sizes;
    for (const int64_t spent : {1, 1000, 100'000}) {
      CursorPayload payload = Payload();
      payload.set_spent_milli_amount(spent);
      tokens.push_back(SignedToken('\1' + payload.SerializeAsString()));
      EXPECT_TRUE(Decode(tokens.back()).ok());
      sizes.insert(tokens.back().size() % 4);
    }
    EXPECT_EQ(sizes.size(), 3u);
    return tokens;
  }

  const std::string hash_ = HashQuery("ahrefs_v2", Query());
  const CursorCodec codec_{Secret(kKey), kTtl};
};

TEST_F(CursorCodecTest, GivesBackWhatItWasGiven) {
  const auto cursor = Decode(Encode());
  ASSERT_TRUE(cursor.ok()) << cursor.status();
  EXPECT_EQ(*cursor, kCursor);
}

TEST_F(CursorCodecTest, MakesShortTokensThatNeedNoEscapeInUrls) {
  EXPECT_THAT(Encode(), testing::MatchesRegex("[A-Za-z0-9_-]+"));
  EXPECT_LT(Encode({kMax, kMax, kMax, true, kMax, ~0ull}).size(), 256u);
}

TEST_F(CursorCodecTest, TakesTheFormThatTheHeaderDescribes) {
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

TEST_F(CursorCodecTest, SaysWhereTheTokenStandsAndNotWhatItIs) {
  const std::string token = Encode() + "x";
  const auto cursor =
      codec_.Decode(TokenKind::kList, hash_, token, "page_token", kNow);
  const auto violations = GetViolations(cursor.status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].path, "page_token");
  EXPECT_EQ(cursor.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(cursor.status().ToString(), Not(HasSubstr(token)));
}

TEST_F(CursorCodecTest, RefusesAnEmptyToken) {
  EXPECT_EQ(ReasonOf(""), Reason::kInvalidToken);
}

TEST_F(CursorCodecTest, RefusesATokenCutAnywhere) {
  const std::string token = Encode();
  for (size_t size = 0; size < token.size(); ++size) {
    ASSERT_EQ(ReasonOf(token.substr(0, size)), Reason::kInvalidToken) << size;
    ASSERT_EQ(ReasonOf(token.substr(size + 1)), Reason::kInvalidToken) << size;
  }
}

TEST_F(CursorCodecTest, RefusesATokenWithAnyBitFlipped) {
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

TEST_F(CursorCodecTest, RefusesATokenWithSomethingAppended) {
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

TEST_F(CursorCodecTest, RefusesAnotherKey) {
  for (const char* key : {"0123456789abcdeF", "0123456789abcdef0"}) {
    const CursorCodec other(Secret(key), kTtl);
    EXPECT_EQ(ReasonOf(other.Encode(TokenKind::kStream, hash_, kCursor, kNow)),
              Reason::kInvalidToken);
  }
}

TEST_F(CursorCodecTest, RefusesAnotherKind) {
  EXPECT_EQ(ReasonOf(codec_.Encode(TokenKind::kList, hash_, kCursor, kNow)),
            Reason::kInvalidToken);
}

TEST_F(CursorCodecTest, RefusesAnotherQuery) {
  const std::string other = HashQuery("ahrefs_v2", Query("gitlab.com"));
  EXPECT_EQ(ReasonOf(codec_.Encode(TokenKind::kStream, other, kCursor, kNow)),
            Reason::kTokenQueryMismatch);
}

TEST_F(CursorCodecTest, RefusesAnotherDialect) {
  const std::string other = HashQuery("ahrefs_v3", Query());
  EXPECT_EQ(ReasonOf(codec_.Encode(TokenKind::kStream, other, kCursor, kNow)),
            Reason::kTokenQueryMismatch);
}

TEST_F(CursorCodecTest, RefusesAnotherVersion) {
  const std::string payload = Payload().SerializeAsString();
  for (const char version : {'\0', '\3', '\x81'}) {
    EXPECT_EQ(ReasonOf(SignedToken(version + payload)), Reason::kInvalidToken);
  }
}

TEST_F(CursorCodecTest, ExpiresWhenItsTimeIsOver) {
  const std::string token = Encode();
  EXPECT_TRUE(Decode(token, kNow + kTtl).ok());
  EXPECT_EQ(ReasonOf(token, kNow + kTtl + absl::Seconds(1)),
            Reason::kTokenExpired);
  EXPECT_EQ(ReasonOf(token, absl::InfiniteFuture()), Reason::kTokenExpired);
}

TEST_F(CursorCodecTest, TakesAClockThatIsAheadForFiveMinutes) {
  const std::string token = Encode();
  EXPECT_TRUE(Decode(token, kNow - absl::Minutes(5)).ok());
  EXPECT_EQ(ReasonOf(token, kNow - absl::Minutes(5) - absl::Seconds(1)),
            Reason::kInvalidToken);
}

TEST_F(CursorCodecTest, RefusesPaddingAndBlanks) {
  for (const std::string& token : TokensOfEverySize()) {
    for (const char* end : {"=", "==", "===", " ", "\n", "."}) {
      EXPECT_EQ(ReasonOf(token + end), Reason::kInvalidToken);
      EXPECT_EQ(ReasonOf(end + token), Reason::kInvalidToken);
    }
  }
}

TEST_F(CursorCodecTest, RefusesBitsBehindTheLastByte) {
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

TEST_F(CursorCodecTest, RefusesGarbageOfAnySize) {
  EXPECT_EQ(ReasonOf(std::string(1 << 20, 'A')), Reason::kInvalidToken);
  EXPECT_EQ(ReasonOf(std::string(1 << 20, '\xFF')), Reason::kInvalidToken);
  RandomSource random(PrintedSeed());
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(ReasonOf(random.HostileBytes(600)), Reason::kInvalidToken);
  }
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
  cursor.keyset = std::make_shared<const KeysetPosition>(MakeKeysetPosition());
  const auto decoded = Decode(Encode(cursor));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, cursor);
  EXPECT_FALSE(*decoded == kCursor);
}

TEST_F(CursorCodecTest, CarriesAKeysetPositionAtTheFirstRow) {
  Cursor cursor = kCursor;
  cursor.keyset = std::make_shared<const KeysetPosition>(
      KeysetPosition{.after_seen = {{7, 1}, {8, 2}}});
  const auto decoded = Decode(Encode(cursor));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, cursor);
}

// Servers that do not know long rows take version 1 alone.
TEST_F(CursorCodecTest, KeepsLongRowsFromServersThatDoNotKnowThem) {
  const auto version = [this](const KeysetPosition& keyset) {
    Cursor cursor = kCursor;
    cursor.keyset = std::make_shared<const KeysetPosition>(keyset);
    std::string bytes;
    absl::WebSafeBase64Unescape(Encode(cursor), &bytes);
    return bytes.front();
  };
  KeysetPosition keyset = MakeKeysetPosition();
  EXPECT_EQ(version(keyset), '\2');
  keyset.after_seen.clear();
  EXPECT_EQ(version(keyset), '\1');
}

TEST_F(CursorCodecTest, CarriesTheLargestKeysetPosition) {
  KeysetPosition keyset = MakeKeysetPosition();
  keyset.keys = {std::string(64 << 10, 'x')};
  keyset.full_order_keys = {std::string(64 << 10, 'y')};
  for (uint64_t digest = 0; digest < 10'000; ++digest) {
    keyset.seen[digest * 0x9E3779B97F4A7C15] = 1;
  }
  Cursor cursor = kCursor;
  cursor.keyset = std::make_shared<const KeysetPosition>(keyset);
  const auto decoded = Decode(Encode(cursor));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, cursor);
}

TEST_F(CursorCodecTest, RejectsAPositionThatNoStreamCanHave) {
  for (const int64_t count : {0, -1}) {
    KeysetPosition keyset = MakeKeysetPosition();
    keyset.seen[1] = count;
    KeysetPosition after = MakeKeysetPosition();
    after.after_seen[1] = count;
    for (const KeysetPosition& wrong : {keyset, after}) {
      Cursor cursor = kCursor;
      cursor.keyset = std::make_shared<const KeysetPosition>(wrong);
      EXPECT_EQ(ReasonOf(Encode(cursor)), Reason::kInvalidToken);
    }
  }
  Cursor cursor = kCursor;
  cursor.keyset = std::make_shared<const KeysetPosition>();
  EXPECT_EQ(ReasonOf(Encode(cursor)), Reason::kInvalidToken);
}

struct CountsCase {
  std::string name;
  Cursor cursor;
};

class CursorCounts : public CursorCodecTest,
                     public testing::WithParamInterface<CountsCase> {};

TEST_P(CursorCounts, AreRefusedAlthoughSigned) {
  EXPECT_EQ(ReasonOf(Encode(GetParam().cursor)), Reason::kInvalidToken);
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, CursorCounts,
    testing::Values(
        CountsCase{"MoreSentThanScanned", {.scanned = 1, .sent = 2}},
        CountsCase{"CheckedBehindTheEnd", {.scanned = 1, .check_from = 2}},
        CountsCase{"NegativePrice", {.scanned = 1, .spent = -1}},
        CountsCase{"NegativeScanned", {.scanned = -1, .sent = -1}},
        CountsCase{"NegativeSent", {.scanned = 1, .sent = -1}},
        CountsCase{"NegativeCheck", {.scanned = 1, .check_from = -1}},
        CountsCase{"InterruptedAfterTheEnd",
                   {.scanned = 1, .interrupted_at = 2}},
        CountsCase{"NegativeInterruptions",
                   {.fruitless_interruptions = -1, .interrupted_at = 0}}),
    [](const auto& info) { return info.param.name; });

TEST_F(CursorCodecTest, RefusesSignedBytesThatAreNoPayload) {
  for (const char* bytes : {"", "\1", "\1\xFF\xFF\xFF", "\1\x1A\x7Fxx"}) {
    EXPECT_EQ(ReasonOf(SignedToken(bytes)), Reason::kInvalidToken);
  }
}

TEST(HashQuery, IsEqualForEqualMessagesAlone) {
  const std::string hash = HashQuery("ahrefs_v2", Query());
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_EQ(hash, HashQuery("ahrefs_v2", Query()));
  v1::RefpagesQuery masked = Query();
  masked.mutable_read_mask();
  EXPECT_NE(hash, HashQuery("ahrefs_v2", masked));
  v1::RefpagesQuery ordered = Query();
  ordered.add_order_by()->set_column("title");
  EXPECT_NE(hash, HashQuery("ahrefs_v2", ordered));
}

TEST(HashQuery, KeepsTheDialectApartFromTheQuery) {
  const std::string bytes = Query().SerializeAsString();
  EXPECT_NE(HashQuery("a", Query()), HashQuery("a" + bytes, {}));
  EXPECT_NE(HashQuery("", Query()), HashQuery("a", Query()));
}

TEST(RandomTokenKey, IsLongAndNeverTheSame) {
  EXPECT_GE(RandomTokenKey().Reveal().size(), kMinTokenKeyBytes);
  EXPECT_NE(RandomTokenKey().Reveal(), RandomTokenKey().Reveal());
}

}  // namespace
}  // namespace backlinks
