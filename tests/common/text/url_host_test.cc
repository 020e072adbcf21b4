#include "service/common/text/url_host.h"

#include "gtest/gtest.h"

namespace backlinks {
namespace {

struct UrlRow {
  std::string_view url;
  std::string_view host;
};

TEST(UrlHost, KeepsOnlyTheHost) {
  const UrlRow rows[] = {
      {"https://a.com", "a.com"},
      {"https://a.com/", "a.com"},
      {"HTTPS://WWW.A.com:443/x", "WWW.A.com"},
      {"https://a.com?q", "a.com"},
      {"https://a.com#f", "a.com"},
      {"https://a.com:", "a.com"},
      {"https://a.com./", "a.com"},
      {"https://a.com..:80", "a.com"},
      {"https://user@a.com/", "a.com"},
      {"https://user:p@ss@a.com:8080/", "a.com"},
      {"https://a.com/@b.com", "a.com"},
      {"https://a.com?u=x@b.com", "a.com"},
      {"http://[2001:db8::1]", "[2001:db8::1]"},
      {"http://u@[2001:db8::1]:80/x", "[2001:db8::1]"},
      {"http://[2001:db8::1/x", "[2001:db8::1"},
      {"http://192.0.2.1:80", "192.0.2.1"},
      {"https://例え.jp/パス", "例え.jp"},
      {"a.com", "a.com"},
      {"a.com:80/x", "a.com"},
      {"a.com/?u=https://b.com", "a.com"},
      {"a.com?u=https://b.com", "a.com"},
      {"mailto:x@a.com", "mailto"},
      {"x@a.com", "x@a.com"},
      {"not a url", "not a url"},
      {"", ""},
      {"/x", ""},
      {"//a.com", ""},
      {"https://", ""},
      {"https:///x", ""},
      {"https://:80", ""},
      {"https://user@", ""},
      {"https://./", ""},
  };
  for (const UrlRow& row : rows) EXPECT_EQ(UrlHost(row.url), row.host);
}

TEST(WithoutScheme, LeavesWhatHasNone) {
  EXPECT_EQ(WithoutScheme("https://a.com/x?y#z"), "a.com/x?y#z");
  EXPECT_EQ(WithoutScheme("a.com/x://y"), "a.com/x://y");
  EXPECT_EQ(WithoutScheme("a.com"), "a.com");
  EXPECT_EQ(WithoutScheme("://a.com"), "a.com");
  EXPECT_EQ(WithoutScheme(""), "");
}

struct BelowRow {
  std::string_view host;
  std::string_view domain;
  bool below;
};

TEST(IsHostBelow, NeedsTheDomainOrADotBeforeIt) {
  const BelowRow rows[] = {
      {"a.com", "a.com", true},
      {"b.a.com", "a.com", true},
      {"c.b.a.com", "a.com", true},
      {"a.com", "com", true},
      {"ba.com", "a.com", false},
      {"a.com", "b.a.com", false},
      {"a.com.org", "a.com", false},
      {"", "a.com", false},
      {"a.com", "", false},
      {"a.", "", false},
      {"", "", false},
      {"[::1]", "[::1]", true},
      {"A.com", "a.com", false},
  };
  for (const BelowRow& row : rows) {
    EXPECT_EQ(IsHostBelow(row.host, row.domain), row.below)
        << row.host << " below " << row.domain;
  }
}

}  // namespace
}  // namespace backlinks
