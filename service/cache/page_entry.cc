#include "service/cache/page_entry.h"

#include <zstd.h>

#include <cstdint>
#include <limits>

#include "absl/status/status.h"
#include "service/cache/byte_fields.h"
#include "service/cache/sha256.h"

namespace backlinks::cache {
namespace {

// Identifies the format. Changes with it, as kKeyPrefix does.
constexpr std::string_view kMagic = "BLP1";
// Statuses have three digits.
constexpr uint64_t kMaxStatus = 999;
constexpr uint64_t kMaxMicros = std::numeric_limits<int64_t>::max();

// An entry under another key is not one, so that none can be served for another
// request, whatever happens to the state.
std::string Checksum(std::string_view key, std::string_view content) {
  std::string checked(key);
  checked += content;
  return Sha256(checked);
}

void AppendHead(std::string& out, const ResponseHead& head) {
  AppendNumber(out, head.status);
  AppendNumber(out, head.headers.size());
  for (const auto& [name, value] : head.headers) {
    AppendText(out, name);
    AppendText(out, value);
  }
}

std::string Compress(std::string_view body) {
  std::string compressed(ZSTD_compressBound(body.size()), '\0');
  const size_t size =
      ZSTD_compress(compressed.data(), compressed.size(), body.data(),
                    body.size(), ZSTD_CLEVEL_DEFAULT);
  // Fails only without memory: the result is an entry that is not valid.
  compressed.resize(ZSTD_isError(size) != 0 ? 0 : size);
  return compressed;
}

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(std::string("cached page: ") + std::string(what));
}

bool ReadHead(FieldReader& fields, ResponseHead& head) {
  const uint64_t status = fields.Number();
  const uint64_t count = fields.Number();
  for (uint64_t i = 0; i < count && fields.ok(); ++i) {
    const std::string name(fields.Text());
    head.headers.emplace_back(name, fields.Text());
  }
  head.status = static_cast<int>(status);
  return fields.ok() && status <= kMaxStatus;
}

// Returns the content after a checksum that is correct, or nothing.
std::string_view CheckedContent(std::string_view key, std::string_view bytes) {
  FieldReader fields(bytes);
  const std::string_view magic = fields.Take(kMagic.size());
  const std::string_view checksum = fields.Take(kSha256Bytes);
  const bool is_valid = fields.ok() && magic == kMagic &&
                        checksum == Checksum(key, fields.rest());
  return is_valid ? fields.rest() : std::string_view();
}

}  // namespace

std::string EncodePage(std::string_view key, const PageEntry& entry,
                       std::string_view body) {
  std::string content;
  AppendHead(content, entry.head);
  AppendNumber(content, absl::ToUnixMicros(entry.asked_at));
  AppendNumber(content, absl::ToInt64Microseconds(entry.age));
  AppendNumber(content, body.size());
  content += Compress(body);
  std::string bytes(kMagic);
  bytes += Checksum(key, content);
  bytes += content;
  return bytes;
}

absl::StatusOr<PageEntry> DecodePage(std::string_view key,
                                     std::string_view bytes,
                                     size_t max_body_bytes) {
  const std::string_view content = CheckedContent(key, bytes);
  if (content.empty()) return Damaged("not an entry of this key");
  FieldReader fields(content);
  PageEntry entry;
  if (!ReadHead(fields, entry.head)) return Damaged("the head is not valid");
  const uint64_t asked_at = fields.Number();
  const uint64_t age = fields.Number();
  const uint64_t body_bytes = fields.Number();
  if (!fields.ok() || asked_at > kMaxMicros || age > kMaxMicros) {
    return Damaged("the times are not valid");
  }
  if (body_bytes > max_body_bytes) return Damaged("the body is too large");
  entry.asked_at = absl::FromUnixMicros(static_cast<int64_t>(asked_at));
  entry.age = absl::Microseconds(static_cast<int64_t>(age));
  entry.body_bytes = body_bytes;
  entry.compressed = fields.rest();
  return entry;
}

absl::StatusOr<std::string> InflateBody(const PageEntry& entry) {
  const std::string_view from = entry.compressed;
  if (ZSTD_getFrameContentSize(from.data(), from.size()) != entry.body_bytes) {
    return Damaged("the body has another size");
  }
  std::string body(entry.body_bytes, '\0');
  const size_t size =
      ZSTD_decompress(body.data(), body.size(), from.data(), from.size());
  if (ZSTD_isError(size) != 0 || size != body.size()) {
    return Damaged("the body cannot be inflated");
  }
  return body;
}

}  // namespace backlinks::cache
