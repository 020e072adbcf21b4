#include "service/config/upstream_url.h"

#include <string>

#include "gtest/gtest.h"

namespace backlinks::config {
namespace {

TEST(UpstreamUrl, ParsesUrls) {
  const struct {
    std::string text;
    bool tls;
    std::string host;
    int port;
    std::string path;
  } cases[] = {
      {"http://example.com", false, "example.com", 80, "/"},
      {"https://example.com", true, "example.com", 443, "/"},
      {"HTTPS://example.com:8443/a/b", true, "example.com", 8443, "/a/b/"},
      {"http://[2001:db8::1]:81/", false, "2001:db8::1", 81, "/"},
  };
  for (const auto& c : cases) {
    const auto url = ParseUpstreamUrl(c.text);
    ASSERT_TRUE(url.ok()) << c.text << url.status();
    EXPECT_EQ(url->tls, c.tls) << c.text;
    EXPECT_EQ(url->host, c.host) << c.text;
    EXPECT_EQ(url->port, c.port) << c.text;
    EXPECT_EQ(url->path, c.path) << c.text;
  }
}

}  // namespace
}  // namespace backlinks::config
