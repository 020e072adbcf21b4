// A codec, a query, and tokens that it makes or has to reject.
#ifndef BACKLINKS_TESTS_CURSOR_CURSOR_CODEC_FIXTURE_H_
#define BACKLINKS_TESTS_CURSOR_CURSOR_CODEC_FIXTURE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/cursor/cursor.pb.h"
#include "service/cursor/cursor_codec.h"
#include "tests/cursor/signed_token.h"

namespace backlinks::cursor::testing_cursor {

using v1::CursorPayload;

inline constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
inline constexpr absl::Duration kTtl = absl::Hours(24);
inline const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
inline const Cursor kCursor = {.scanned = 1500,
                               .sent = 700,
                               .spent = 606'000,
                               .check_from = 1499,
                               .check = 0xFEDCBA9876543210};

inline backlinks::v1::RefpagesQuery Query(
    const std::string& target = "github.com") {
  backlinks::v1::RefpagesQuery query;
  query.set_target(target);
  query.set_mode(backlinks::v1::TARGET_MODE_DOMAIN);
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

  // A payload as the codec makes it, to be changed and signed.
  CursorPayload Payload() const {
    CursorPayload payload;
    payload.set_kind(1);
    payload.set_issue_unix_seconds(absl::ToUnixSeconds(kNow));
    payload.set_query_hash(hash_);
    return payload;
  }

  // Valid tokens whose last groups of base64 encode one, two and three bytes.
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

}  // namespace backlinks::cursor::testing_cursor

#endif  // BACKLINKS_TESTS_CURSOR_CURSOR_CODEC_FIXTURE_H_
