// Encodes cursors as tokens: opaque to callers, authenticated, bound to one
// query, and valid for a limited time on every server that has the same key.
//
// Form:    base64url without padding of: a version byte; kind, issue time,
//          query hash and cursor as a protobuf message; HMAC-SHA256 of both.
//          Tokens are not encrypted: they contain counts, digests, and values
//          of a row that the caller may see anyway.
// Errors:  INVALID_TOKEN if the token is too long, not base64url, truncated,
//          altered, made with another key, of another version or kind, issued
//          in the future, or has counts that no stream can have;
//          TOKEN_EXPIRED; TOKEN_QUERY_MISMATCH. Each has the path of the field
//          as its violation. No message contains the token.
// Limits:  512 KiB for a token. A token has about 200 bytes. If the upstream
//          has no offset, it also has the values of one row in the columns of
//          the order, and the digests of the rows that are equal in these. The
//          clock of another server may be 5 minutes ahead.
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

namespace backlinks::cursor {

inline constexpr size_t kMinTokenKeyBytes = 16;
inline constexpr size_t kMaxTokenBytes = 512 << 10;

// The purpose of a token. A token of one kind is rejected for the other.
enum class TokenKind { kStream = 1, kList = 2 };

// Returns the SHA-256 that identifies a query: equal messages for the same
// dialect have equal hashes.
std::string HashQuery(std::string_view dialect,
                      const backlinks::v1::RefpagesQuery& query);

class CursorCodec {
 public:
  // `key` must have at least kMinTokenKeyBytes.
  CursorCodec(Secret key, absl::Duration time_to_live);

  std::string Encode(TokenKind kind, std::string_view query_hash,
                     const Cursor& cursor, absl::Time now) const;

  // Decodes and verifies a token. `path` is the field that contains it
  // ("resume_token").
  absl::StatusOr<Cursor> Decode(TokenKind kind, std::string_view query_hash,
                                std::string_view token, std::string_view path,
                                absl::Time now) const;

 private:
  Secret key_;
  absl::Duration time_to_live_;
};

// Returns a random key, for a server without a configured one. Its tokens are
// valid until the server stops.
Secret RandomTokenKey();

}  // namespace backlinks::cursor

#endif  // BACKLINKS_SERVICE_CURSOR_CURSOR_CODEC_H_
