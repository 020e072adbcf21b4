#include "service/cursor/cursor_codec.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "service/common/status/status.h"
#include "service/cursor/cursor.pb.h"
#include "service/cursor/keyset_message.h"

namespace backlinks::cursor {
namespace {

using cursor::v1::CursorPayload;

constexpr char kVersion = 1;
// The version of a token with after_seen. A server that does not know the field
// must reject such a token, since it would return these rows again.
constexpr char kLongRowsVersion = 2;
constexpr size_t kRandomKeyBytes = 32;
constexpr absl::Duration kMaxClockSkew = absl::Minutes(5);

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// OpenSSL fails here only if memory or the algorithm is not available. Tokens
// must then be neither issued nor accepted.
void MustHold(bool done) {
  if (!done) std::abort();
}

std::string Sign(const Secret& key, std::string_view data) {
  const std::string& bytes = key.Reveal();
  std::string signature(SHA256_DIGEST_LENGTH, '\0');
  MustHold(HMAC(EVP_sha256(), bytes.data(), static_cast<int>(bytes.size()),
                Bytes(data), data.size(), Bytes(signature),
                nullptr) != nullptr);
  return signature;
}

// Constant-time comparison, to prevent timing attacks.
bool IsSigned(const Secret& key, std::string_view data,
              std::string_view signature) {
  return CRYPTO_memcmp(Sign(key, data).data(), signature.data(),
                       SHA256_DIGEST_LENGTH) == 0;
}

CursorPayload ToPayload(const Cursor& cursor) {
  CursorPayload payload;
  payload.set_scanned_row_count(cursor.scanned);
  payload.set_sent_row_count(cursor.sent);
  payload.set_spent_milli_amount(cursor.spent);
  payload.set_exhausted(cursor.exhausted);
  payload.set_check_row_offset(cursor.check_from);
  payload.set_check_digest(cursor.check);
  if (cursor.keyset_position) {
    *payload.mutable_keyset_position() = ToMessage(*cursor.keyset_position);
  }
  if (cursor.interrupted_at >= 0) {
    payload.set_fruitless_interruption_count(cursor.fruitless_interruptions);
    payload.set_interruption_row_offset(cursor.interrupted_at);
  }
  return payload;
}

Cursor FromPayload(const CursorPayload& payload) {
  return {.scanned = payload.scanned_row_count(),
          .sent = payload.sent_row_count(),
          .spent = payload.spent_milli_amount(),
          .exhausted = payload.exhausted(),
          .check_from = payload.check_row_offset(),
          .check = payload.check_digest(),
          .keyset_position = payload.has_keyset_position()
                                 ? FromMessage(payload.keyset_position())
                                 : nullptr,
          .fruitless_interruptions = payload.fruitless_interruption_count(),
          .interrupted_at = payload.has_interruption_row_offset()
                                ? payload.interruption_row_offset()
                                : -1};
}

bool IsConsistent(const RowIdentities& rows) {
  return std::all_of(rows.begin(), rows.end(),
                     [](const auto& row) { return row.second > 0; });
}

bool IsConsistent(const KeysetPosition& position) {
  return !(position.keys.empty() && position.after_seen.empty()) &&
         IsConsistent(position.seen) &&
         IsConsistent(position.full_order_seen) &&
         IsConsistent(position.after_seen);
}

bool IsConsistent(const Cursor& cursor) {
  return cursor.sent >= 0 && cursor.sent <= cursor.scanned &&
         cursor.check_from >= 0 && cursor.check_from <= cursor.scanned &&
         cursor.spent >= 0 && cursor.fruitless_interruptions >= 0 &&
         cursor.interrupted_at >= -1 &&
         cursor.interrupted_at <= cursor.scanned &&
         (cursor.interrupted_at >= 0 || cursor.fruitless_interruptions == 0) &&
         (!cursor.keyset_position || IsConsistent(*cursor.keyset_position));
}

// Decodes a token. Rejects tokens that are not in the canonical base64url form.
std::optional<std::string> Unescape(std::string_view token) {
  std::string bytes;
  if (token.size() > kMaxTokenBytes ||
      !absl::WebSafeBase64Unescape({token.data(), token.size()}, &bytes) ||
      absl::WebSafeBase64Escape(bytes) != token) {
    return std::nullopt;
  }
  return bytes;
}

// Returns the payload, or empty if the signature or the format is invalid.
std::optional<CursorPayload> Verify(const Secret& key, std::string_view token) {
  const std::optional<std::string> bytes = Unescape(token);
  if (!bytes || bytes->size() <= SHA256_DIGEST_LENGTH) return std::nullopt;
  const size_t data_size = bytes->size() - SHA256_DIGEST_LENGTH;
  const std::string_view data = std::string_view(*bytes).substr(0, data_size);
  if (!IsSigned(key, data, std::string_view(*bytes).substr(data_size)) ||
      (data.front() != kVersion && data.front() != kLongRowsVersion)) {
    return std::nullopt;
  }
  CursorPayload payload;
  if (!payload.ParseFromArray(data.data() + 1,
                              static_cast<int>(data_size) - 1)) {
    return std::nullopt;
  }
  return payload;
}

absl::Status Reject(Reason reason, std::string_view path,
                    std::string_view description) {
  return MakeInvalid(reason, {{std::string(path), std::string(description)}});
}

}  // namespace

std::string HashQuery(std::string_view dialect,
                      const backlinks::v1::RefpagesQuery& query) {
  std::string text(dialect);
  text.push_back('\0');
  {
    google::protobuf::io::StringOutputStream stream(&text);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    // Into a string, it does not fail.
    static_cast<void>(query.SerializeToCodedStream(&out));
  }
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  MustHold(SHA256(Bytes(text), text.size(), Bytes(hash)) != nullptr);
  return hash;
}

CursorCodec::CursorCodec(Secret key, absl::Duration time_to_live)
    : key_(std::move(key)), time_to_live_(time_to_live) {}

std::string CursorCodec::Encode(TokenKind kind, std::string_view query_hash,
                                const Cursor& cursor, absl::Time now) const {
  CursorPayload payload = ToPayload(cursor);
  payload.set_kind(static_cast<int>(kind));
  payload.set_issue_unix_seconds(absl::ToUnixSeconds(now));
  payload.set_query_hash(std::string(query_hash));
  const bool has_long_rows = cursor.keyset_position != nullptr &&
                             !cursor.keyset_position->after_seen.empty();
  std::string bytes(1, has_long_rows ? kLongRowsVersion : kVersion);
  // Into a string, it does not fail.
  static_cast<void>(payload.AppendToString(&bytes));
  bytes += Sign(key_, bytes);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<Cursor> CursorCodec::Decode(TokenKind kind,
                                           std::string_view query_hash,
                                           std::string_view token,
                                           std::string_view path,
                                           absl::Time now) const {
  const std::optional<CursorPayload> payload = Verify(key_, token);
  if (!payload || payload->kind() != static_cast<int>(kind)) {
    return Reject(Reason::kInvalidToken, path,
                  "is not a token that this server, or one with the same key, "
                  "has made for this RPC");
  }
  const Cursor cursor = FromPayload(*payload);
  const absl::Time issued =
      absl::FromUnixSeconds(payload->issue_unix_seconds());
  if (!IsConsistent(cursor) || issued > now + kMaxClockSkew) {
    return Reject(Reason::kInvalidToken, path,
                  "has inconsistent contents, or an issue time in the future");
  }
  if (now > issued + time_to_live_) {
    return Reject(Reason::kTokenExpired, path,
                  "has expired; start from the beginning");
  }
  if (payload->query_hash() != query_hash) {
    return Reject(Reason::kTokenQueryMismatch, path,
                  "is the token of another query");
  }
  return cursor;
}

Secret RandomTokenKey() {
  std::string key(kRandomKeyBytes, '\0');
  MustHold(RAND_bytes(Bytes(key), static_cast<int>(key.size())) == 1);
  return Secret(std::move(key));
}

}  // namespace backlinks::cursor
