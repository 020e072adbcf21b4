// Any bytes as an entry of the cache, and any bytes after a checksum that
// holds: a page within its limit, or an error. The first byte chooses.
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "service/cache/page_entry.h"
#include "service/cache/sha256.h"
#include "tests/fuzz/check.h"

namespace backlinks::cache {
namespace {

constexpr size_t kMaxBody = 64 << 10;
constexpr char kKey[] = "page/1/00";

void CheckAgain(const PageEntry& entry, const std::string& body) {
  const std::string bytes = EncodePage(kKey, entry, body);
  const auto again = DecodePage(kKey, bytes, kMaxBody);
  BACKLINKS_FUZZ_CHECK(again.ok());
  BACKLINKS_FUZZ_CHECK(again->head.status == entry.head.status);
  BACKLINKS_FUZZ_CHECK(again->head.headers == entry.head.headers);
  BACKLINKS_FUZZ_CHECK(again->asked_at == entry.asked_at);
  BACKLINKS_FUZZ_CHECK(again->age == entry.age);
  const auto inflated = InflateBody(*again);
  BACKLINKS_FUZZ_CHECK(inflated.ok() && *inflated == body);
}

void FuzzEntry(std::string_view bytes) {
  const auto entry = DecodePage(kKey, bytes, kMaxBody);
  if (!entry.ok()) {
    BACKLINKS_FUZZ_CHECK(absl::IsDataLoss(entry.status()));
    return;
  }
  BACKLINKS_FUZZ_CHECK(entry->age >= absl::ZeroDuration());
  BACKLINKS_FUZZ_CHECK(entry->body_bytes <= kMaxBody);
  const auto body = InflateBody(*entry);
  if (!body.ok()) {
    BACKLINKS_FUZZ_CHECK(absl::IsDataLoss(body.status()));
    return;
  }
  BACKLINKS_FUZZ_CHECK(body->size() == entry->body_bytes);
  CheckAgain(*entry, *body);
}

}  // namespace
}  // namespace backlinks::cache

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using backlinks::cache::kKey;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.empty()) return 0;
  const std::string content(input.substr(1));
  backlinks::cache::FuzzEntry(
      input[0] == 'c'
          ? "BLP1" + backlinks::cache::Sha256(kKey + content) + content
          : content);
  return 0;
}
