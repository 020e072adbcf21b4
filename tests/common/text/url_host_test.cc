#include "service/common/text/url_host.h"

#include "gtest/gtest.h"

namespace backlinks::text {
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

struct PartsRow {
  std::string_view url;
  std::string_view scheme, authority, rest;
};

TEST(SplitUrl, SplitsAtTheSchemeAndTheFirstSlashOrMark) {
  const PartsRow rows[] = {
      {"https://a.com/x?y#z", "https://", "a.com", "/x?y#z"},
      {"HTTP://u@a.com:80?y", "HTTP://", "u@a.com:80", "?y"},
      {"a.com#z", "", "a.com", "#z"},
      {"a.com/x://y", "", "a.com", "/x://y"},
      {"a.com?u=http://b", "", "a.com", "?u=http://b"},
      {"a.com", "", "a.com", ""},
      {"a://b://c", "a://", "b:", "//c"},
      {"://a.com", "://", "a.com", ""},
      {"https://", "https://", "", ""},
      {"/x", "", "", "/x"},
      {"", "", "", ""},
  };
  for (const PartsRow& row : rows) {
    const UrlParts parts = SplitUrl(row.url);
    EXPECT_EQ(parts.scheme, row.scheme) << row.url;
    EXPECT_EQ(parts.authority, row.authority) << row.url;
    EXPECT_EQ(parts.rest, row.rest) << row.url;
  }
}

struct PortRow {
  std::string_view authority;
  std::string_view host, port;
};

TEST(SplitPort, SplitsAtTheLastColonOutsideBrackets) {
  const PortRow rows[] = {
      {"a.com", "a.com", ""},
      {"a.com:80", "a.com", ":80"},
      {"a.com:", "a.com", ":"},
      {":80", "", ":80"},
      {"a:b:80", "a:b", ":80"},
      {"[2001:db8::1]", "[2001:db8::1]", ""},
      {"[2001:db8::1]:80", "[2001:db8::1]", ":80"},
      {"[2001:db8::1", "[2001:db8:", ":1"},
      {"u:p@a.com", "u", ":p@a.com"},
      {"", "", ""},
  };
  for (const PortRow& row : rows) {
    const HostAndPort parts = SplitPort(row.authority);
    EXPECT_EQ(parts.host, row.host) << row.authority;
    EXPECT_EQ(parts.port, row.port) << row.authority;
  }
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
}  // namespace backlinks::text
