#include "service/common/api_key/api_key.h"

#include <numeric>
#include <set>

#include "absl/strings/ascii.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

// Made by a second implementation.
constexpr std::string_view kOfZeros =
    "blk_00000000000000000000000000000000000000000001nY4co";
constexpr std::string_view kOfOnes =
    "blk_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp13h0QKM";
constexpr std::string_view kOfNumbers =
    "blk_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1RvmgY";

TEST(ApiKey, IsMadeOfItsBytes) {
  ApiKeyBytes bytes;
  bytes.fill(0);
  EXPECT_EQ(MakeApiKey(bytes), kOfZeros);
  bytes.fill(0xff);
  EXPECT_EQ(MakeApiKey(bytes), kOfOnes);
  std::iota(bytes.begin(), bytes.end(), uint8_t{0});
  EXPECT_EQ(MakeApiKey(bytes), kOfNumbers);
}

TEST(ApiKey, NewOnesDiffer) {
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i) {
    const std::string key = NewApiKey();
    EXPECT_TRUE(IsWellFormedApiKey(key)) << key;
    EXPECT_TRUE(keys.insert(key).second) << key;
  }
}

TEST(ApiKey, EveryChangedCharacterIsATypo) {
  for (const std::string_view key : {kOfZeros, kOfOnes, kOfNumbers}) {
    EXPECT_TRUE(IsWellFormedApiKey(key));
    for (size_t i = 0; i < key.size(); ++i) {
      for (const char c : {'0', 'z', 'A', '-', ' ', '\0', '\xc3'}) {
        std::string typo(key);
        if (typo[i] == c) continue;
        typo[i] = c;
        EXPECT_FALSE(IsWellFormedApiKey(typo)) << typo;
      }
    }
  }
}

TEST(ApiKey, OtherTextsAreNotWellFormed) {
  const std::string key(kOfNumbers);
  for (const std::string& text :
       {std::string(), std::string("blk_"), key + "0", "0" + key, key + "\n",
        key.substr(1), key.substr(0, key.size() - 1),
        absl::AsciiStrToUpper(key), std::string(kApiKeySize, '0')}) {
    EXPECT_FALSE(IsWellFormedApiKey(text)) << text;
  }
}

TEST(ApiKey, SwappedNeighborsAreATypo) {
  std::string key(kOfNumbers);
  for (size_t i = kApiKeyPrefix.size(); i + 1 < key.size(); ++i) {
    if (key[i] == key[i + 1]) continue;
    std::swap(key[i], key[i + 1]);
    EXPECT_FALSE(IsWellFormedApiKey(key)) << key;
    std::swap(key[i], key[i + 1]);
  }
}

TEST(ApiKeyHash, IsSha256) {
  EXPECT_EQ(ApiKeyHashText(HashApiKey(kOfZeros)),
            "sha256:92a4e6b1c840a278e581cd258146f6a65b197bda3e0edb5fe66258b19e4"
            "e6d24");
}

TEST(ApiKeyHash, IsReadAsItWasWritten) {
  const ApiKeyHash hash = HashApiKey(kOfOnes);
  const std::string text = ApiKeyHashText(hash);
  EXPECT_EQ(ParseApiKeyHash(text), hash);
  EXPECT_EQ(ParseApiKeyHash("sha256:" + absl::AsciiStrToUpper(text.substr(7))),
            hash);
}

TEST(ApiKeyHash, NothingElseIsOne) {
  const std::string text = ApiKeyHashText(HashApiKey(kOfOnes));
  for (const std::string& wrong :
       {std::string(), std::string("sha256:"), text.substr(7), text + "0",
        text.substr(0, text.size() - 1), "SHA256:" + text.substr(7),
        text.substr(0, text.size() - 1) + "g", " " + text}) {
    EXPECT_EQ(ParseApiKeyHash(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace backlinks
