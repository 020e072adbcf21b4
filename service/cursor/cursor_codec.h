// Cursors as tokens: opaque to callers, authenticated, bound to one query, and
// valid for some time on every server that has the same key.
//
// Form:    base64url without padding of: a version byte; kind, issue time,
//          query hash and cursor as a protobuf message; HMAC-SHA256 over both.
//          Authenticated, not encrypted: it holds counts, digests, and values
//          of a row that the caller may see anyway.
// Errors:  INVALID_TOKEN: too long, not base64url, cut, altered, of another
//          key, version or kind, from the future, or with counts that no
//          stream can have; TOKEN_EXPIRED; TOKEN_QUERY_MISMATCH. Each with the
//          path of the field as violation. The token is never repeated.
// Limits:  512 KiB a token; about 200 bytes, and where there is no offset also
//          the values of one row in the columns of the order and the digests of
//          the rows that are equal in these. Another server's clock may be 5
//          minutes ahead.
// Threads: immutable.
#ifndef BACKLINKS_SERVICE_CURSOR_CURSOR_CODEC_H_
#define BACKLINKS_SERVICE_CURSOR_CURSOR_CODEC_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "service/model/cursor.h"
#include "service/model/http_message.h"

namespace backlinks {

inline constexpr size_t kMinTokenKeyBytes = 16;
inline constexpr size_t kMaxTokenBytes = 512 << 10;

// What a token is for; one kind is not taken for the other.
enum class TokenKind { kStream = 1, kList = 2 };

// "The same query": equal messages asked of the same dialect. SHA-256.
std::string HashQuery(std::string_view dialect, const v1::RefpagesQuery& query);

class CursorCodec {
 public:
  // `key` has kMinTokenKeyBytes or more.
  CursorCodec(Secret key, absl::Duration time_to_live);

  std::string Encode(TokenKind kind, std::string_view query_hash,
                     const Cursor& cursor, absl::Time now) const;

  // `path` is the field that holds the token ("resume_token").
  absl::StatusOr<Cursor> Decode(TokenKind kind, std::string_view query_hash,
                                std::string_view token, std::string_view path,
                                absl::Time now) const;

 private:
  Secret key_;
  absl::Duration time_to_live_;
};

// A key made now, for a server that was given none: its tokens end with it.
Secret RandomTokenKey();

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CURSOR_CURSOR_CODEC_H_
