// Any bytes as a token, and any bytes after a signature that holds: a cursor
// that a stream can have, or one of the three reasons. The first byte chooses.
#include <cstdint>
#include <string>
#include <string_view>

#include "service/common/status/status.h"
#include "service/cursor/cursor_codec.h"
#include "tests/cursor/signed_token.h"
#include "tests/fuzz/check.h"

namespace backlinks {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

void CheckCursor(const Cursor& cursor) {
  BACKLINKS_FUZZ_CHECK(cursor.sent >= 0 && cursor.sent <= cursor.scanned);
  BACKLINKS_FUZZ_CHECK(cursor.check_from >= 0 &&
                       cursor.check_from <= cursor.scanned);
  BACKLINKS_FUZZ_CHECK(cursor.spent >= 0);
}

void CheckError(const absl::Status& status) {
  const auto reason = GetReason(status);
  BACKLINKS_FUZZ_CHECK(reason == Reason::kInvalidToken ||
                       reason == Reason::kTokenExpired ||
                       reason == Reason::kTokenQueryMismatch);
  BACKLINKS_FUZZ_CHECK(status.message().size() < 1024);
  BACKLINKS_FUZZ_CHECK(GetViolations(status).size() == 1);
}

void FuzzDecode(std::string_view token) {
  // A hash that a fuzzer can find.
  const std::string hash(32, 'h');
  const cursor::CursorCodec codec(Secret(cursor::testing_cursor::kKey),
                                  absl::Hours(24));
  const auto cursor = codec.Decode(cursor::TokenKind::kStream, hash, token,
                                   "resume_token", kNow);
  if (!cursor.ok()) return CheckError(cursor.status());
  CheckCursor(*cursor);
  const auto again = codec.Decode(
      cursor::TokenKind::kStream, hash,
      codec.Encode(cursor::TokenKind::kStream, hash, *cursor, kNow), "", kNow);
  BACKLINKS_FUZZ_CHECK(again.ok() && *again == *cursor);
}

}  // namespace
}  // namespace backlinks

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.empty()) return 0;
  const std::string_view bytes = input.substr(1);
  backlinks::FuzzDecode(
      input[0] == 's' ? backlinks::cursor::testing_cursor::SignedToken(bytes)
                      : std::string(bytes));
  return 0;
}
