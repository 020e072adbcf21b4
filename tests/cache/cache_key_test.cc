#include "service/cache/cache_key.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace backlinks::cache {
namespace {

constexpr char kUpstream[] = "https://api.ahrefs.com";

// As of API v2, with the token in the target.
HttpRequest V2Request(const std::string& token, const std::string& query) {
  HttpRequest request;
  request.target = Secret("/?token=" + token + "&" + query);
  request.redacted_target = "/?token=REDACTED&" + query;
  return request;
}

// As of API v3, with the token in a header.
HttpRequest V3Request(const std::string& token, const std::string& query) {
  HttpRequest request;
  request.target = Secret("/v3?" + query);
  request.redacted_target = "/v3?" + query;
  request.headers.emplace_back("authorization", Secret("Bearer " + token));
  return request;
}

TEST(CacheKey, IsAPrefixAndAHash) {
  const std::string key = CacheKey(kUpstream, V3Request("t", "limit=1"));
  ASSERT_TRUE(key.starts_with("page/1/")) << key;
  EXPECT_EQ(key.size(), 7u + 64u);
  EXPECT_EQ(key.find_first_not_of("0123456789abcdef", 7), key.npos) << key;
}

TEST(CacheKey, IsTheSameForTheSameRequest) {
  HttpRequest other = V3Request("t", "limit=1");
  other.caller = "seo-dashboard";
  other.max_cache_age = absl::Hours(1);
  EXPECT_EQ(CacheKey(kUpstream, other),
            CacheKey(kUpstream, V3Request("t", "limit=1")));
}

// Replicas of different versions share their pages only while this holds.
TEST(CacheKey, DoesNotChange) {
  EXPECT_EQ(CacheKey(kUpstream, V3Request("t", "limit=1")),
            "page/1/"
            "f8c9ff486f6d892cb7f2bf237a9ba2f6264da3eda5b8a179dfa571e3e872fdbb");
}

TEST(CacheKey, DiffersByEverythingThatTheAnswerDependsOn) {
  HttpRequest header = V3Request("t", "limit=1");
  header.headers.emplace_back("accept", Secret("x"));
  const std::vector<std::string> keys = {
      CacheKey(kUpstream, V3Request("t", "limit=1")),
      CacheKey(kUpstream, V3Request("t", "limit=2")),
      CacheKey(kUpstream, V3Request("other", "limit=1")),
      CacheKey("https://another.test", V3Request("t", "limit=1")),
      CacheKey(kUpstream, header),
      CacheKey(kUpstream, V2Request("t", "limit=1")),
      CacheKey(kUpstream, V2Request("other", "limit=1")),
  };
  EXPECT_EQ(std::set(keys.begin(), keys.end()).size(), keys.size());
}

// Fields are delimited: bytes cannot move from one into the next.
TEST(CacheKey, DiffersByTheLimitsOfFields) {
  HttpRequest one;
  one.headers.emplace_back("ab", Secret("c"));
  HttpRequest other;
  other.headers.emplace_back("a", Secret("bc"));
  EXPECT_NE(CacheKey("", one), CacheKey("", other));
}

}  // namespace
}  // namespace backlinks::cache
