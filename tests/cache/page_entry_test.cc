#include "service/cache/page_entry.h"

#include <zstd.h>

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "service/cache/byte_fields.h"
#include "service/cache/sha256.h"

namespace backlinks::cache {
namespace {

constexpr char kKey[] = "page/1/00";
constexpr size_t kMaxBody = 1 << 20;

PageEntry SomeEntry() {
  PageEntry entry;
  entry.head = {200, {{"content-type", "application/json"}, {"x-status", ""}}};
  entry.asked_at = absl::FromUnixMicros(1'800'000'000'123'456);
  entry.age = absl::Microseconds(789);
  return entry;
}

std::string SomeBody() {
  std::string body = R"({"refpages":[)";
  for (int i = 0; i < 1000; ++i) body += R"({"url_from":"https://a.test/"},)";
  return body + "{}]}";
}

// Reads the body, or returns the error.
absl::StatusOr<std::string> BodyOf(const std::string& bytes,
                                   size_t max_body = kMaxBody,
                                   const std::string& key = kKey) {
  const auto entry = DecodePage(key, bytes, max_body);
  if (!entry.ok()) return entry.status();
  return InflateBody(*entry);
}

// An entry whose checksum is right, whatever its content.
std::string Checked(const std::string& content) {
  return "BLP1" + Sha256(kKey + content) + content;
}

// An entry with these bytes as its compressed body.
std::string Hostile(size_t body_bytes, const std::string& compressed) {
  std::string content;
  for (const uint64_t number : {uint64_t{200}, uint64_t{0}, uint64_t{1},
                                uint64_t{1}, uint64_t{body_bytes}}) {
    AppendNumber(content, number);
  }
  return Checked(content + compressed);
}

std::string Compressed(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(
      ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
  return out;
}

TEST(PageEntry, ReadsWhatWasWritten) {
  const std::string body = SomeBody();
  const std::string bytes = EncodePage(kKey, SomeEntry(), body);
  EXPECT_LT(bytes.size(), body.size() / 10);
  const auto entry = DecodePage(kKey, bytes, body.size());
  ASSERT_TRUE(entry.ok()) << entry.status();
  EXPECT_EQ(entry->head.status, 200);
  EXPECT_EQ(entry->head.headers, SomeEntry().head.headers);
  EXPECT_EQ(entry->asked_at, SomeEntry().asked_at);
  EXPECT_EQ(entry->age, SomeEntry().age);
  EXPECT_EQ(entry->body_bytes, body.size());
  EXPECT_EQ(InflateBody(*entry).value(), body);
}

TEST(PageEntry, ReadsAnEmptyBody) {
  EXPECT_EQ(BodyOf(EncodePage(kKey, PageEntry(), "")).value(), "");
}

TEST(PageEntry, RejectsABodyAboveTheLimit) {
  const std::string body = SomeBody();
  const std::string bytes = EncodePage(kKey, SomeEntry(), body);
  EXPECT_TRUE(absl::IsDataLoss(BodyOf(bytes, body.size() - 1).status()));
}

TEST(PageEntry, RejectsTheEntryOfAnotherKey) {
  const std::string bytes = EncodePage(kKey, SomeEntry(), "body");
  EXPECT_FALSE(BodyOf(bytes, kMaxBody, "page/1/01").ok());
}

TEST(PageEntry, RejectsEveryChangedByte) {
  const std::string bytes = EncodePage(kKey, SomeEntry(), SomeBody());
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (const int change : {1, 0x80, 0xff}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ change);
      EXPECT_TRUE(absl::IsDataLoss(BodyOf(changed).status())) << at;
    }
  }
}

TEST(PageEntry, RejectsEveryTruncationAndExtension) {
  const std::string bytes = EncodePage(kKey, SomeEntry(), SomeBody());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(BodyOf(bytes.substr(0, size)).status()));
  }
  EXPECT_FALSE(BodyOf(bytes + '\0').ok());
}

// The same where the checksum is right, as if somebody had written the entry.
TEST(PageEntry, SurvivesEveryChangedByteOfTheContent) {
  const std::string body = SomeBody();
  const std::string bytes = EncodePage(kKey, SomeEntry(), body);
  const std::string content = bytes.substr(4 + kSha256Bytes);
  for (size_t at = 0; at < content.size(); ++at) {
    std::string changed = content;
    changed[at] = static_cast<char>(changed[at] ^ 0x81);
    const auto read = BodyOf(Checked(changed));
    EXPECT_TRUE(!read.ok() || read->size() <= kMaxBody) << at;
    EXPECT_FALSE(BodyOf(Checked(content.substr(0, at))).ok()) << at;
  }
}

TEST(PageEntry, NeverInflatesAboveTheDeclaredSize) {
  const std::string bomb = Compressed(std::string(100 << 20, 'a'));
  EXPECT_FALSE(BodyOf(Hostile(100 << 20, bomb)).ok());
  EXPECT_FALSE(BodyOf(Hostile(1000, bomb)).ok());
  const std::string two = Compressed("abc") + Compressed("def");
  EXPECT_FALSE(BodyOf(Hostile(3, two)).ok());
  EXPECT_FALSE(BodyOf(Hostile(6, two)).ok());
  EXPECT_FALSE(BodyOf(Hostile(4, Compressed("abc"))).ok());
  EXPECT_FALSE(BodyOf(Hostile(2, Compressed("abc"))).ok());
  EXPECT_FALSE(BodyOf(Hostile(kMaxBody, "")).ok());
  EXPECT_EQ(BodyOf(Hostile(3, Compressed("abc"))).value(), "abc");
}

TEST(PageEntry, RejectsAHeadThatIsNotValid) {
  for (const uint64_t status : {uint64_t{1000}, UINT64_MAX}) {
    std::string content;
    AppendNumber(content, status);
    AppendNumber(content, 0);
    for (int i = 0; i < 3; ++i) AppendNumber(content, 0);
    EXPECT_FALSE(BodyOf(Checked(content + Compressed(""))).ok());
  }
  std::string many;
  AppendNumber(many, 200);
  AppendNumber(many, UINT64_MAX);
  EXPECT_FALSE(BodyOf(Checked(many)).ok());
  std::string long_name = many;
  AppendNumber(long_name, UINT64_MAX);
  EXPECT_FALSE(BodyOf(Checked(long_name)).ok());
}

}  // namespace
}  // namespace backlinks::cache
