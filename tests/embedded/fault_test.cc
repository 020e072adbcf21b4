// How the embedded upstream misbehaves on demand.
#include <chrono>
#include <string>

#include "boost/asio/error.hpp"
#include "boost/beast/http/error.hpp"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/embedded/upstream_fixture.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using ::testing::Gt;
using ::testing::HasSubstr;
using testing_http::HttpAnswer;
using testing_http::HttpClient;

EmbeddedOptions With(const std::string& spec) {
  EmbeddedOptions options;
  const auto fault = ParseFault(spec);
  EXPECT_TRUE(fault.ok()) << fault.status();
  options.fault = *fault;
  return options;
}

const Parameters& Many() {
  static const auto* const many =
      new Parameters{{"mode", "domain"}, {"target", "many.example"}};
  return *many;
}

TEST(Faulty, StatusHasAnHtmlBody) {
  UpstreamFixture fixture(With("status=503,retry_after=7"));
  const HttpAnswer answer = fixture.Get(Many());
  EXPECT_EQ(answer.status(), 503);
  EXPECT_EQ(answer.header("Retry-After"), "7");
  EXPECT_EQ(answer.header("Content-Type"), "text/html");
  EXPECT_THAT(answer.body(), HasSubstr("<html>"));
}

TEST(Faulty, HtmlAndErrorsComeWith200) {
  UpstreamFixture fixture(With("html"));
  const HttpAnswer html = fixture.Get(Many());
  EXPECT_EQ(html.status(), 200);
  EXPECT_EQ(html.header("Content-Type"), "text/html");
  fixture.upstream().SetFault(*ParseFault("error=a \"reason\""));
  const HttpAnswer error = fixture.Get(Many());
  EXPECT_EQ(error.status(), 200);
  EXPECT_EQ(error.header("X-Status"), "error");
  EXPECT_EQ(error.body(), "{\"error\":\"a \\\"reason\\\"\"}");
}

TEST(Faulty, CountedFaultsPass) {
  UpstreamFixture fixture(With("status=500,count=2"));
  EXPECT_EQ(fixture.Get(Many()).status(), 500);
  EXPECT_EQ(fixture.Get(Many()).status(), 500);
  EXPECT_EQ(fixture.Get(Many()).status(), 200);
}

// What comes stays the same up to the fault, which is `after` bytes in: in
// the first piece, at a keyset position, and in the last one.
TEST(Faulty, CutAndResetEndTheConnection) {
  const std::string whole = UpstreamFixture().Get(Many()).body();
  ASSERT_THAT(whole.size(), Gt(200'000u));
  for (const size_t after : {size_t{0}, size_t{1}, size_t{100'000},
                             whole.size() - 1, whole.size()}) {
    UpstreamFixture fixture(With(fmt::format("cut_after_bytes={}", after)));
    const HttpAnswer cut = fixture.Get(Many());
    EXPECT_EQ(cut.error, boost::beast::http::error::partial_message) << after;
    EXPECT_EQ(cut.body(), whole.substr(0, after));
    fixture.upstream().SetFault(
        *ParseFault(fmt::format("reset_after_bytes={}", after)));
    EXPECT_EQ(fixture.Get(Many()).error, boost::asio::error::connection_reset)
        << after;
  }
}

TEST(Faulty, GarbageReplacesTheRest) {
  const std::string whole = UpstreamFixture().Get(Many()).body();
  UpstreamFixture fixture(With("garbage_after_bytes=1000"));
  const HttpAnswer answer = fixture.Get(Many());
  EXPECT_FALSE(answer.error) << answer.error.message();
  EXPECT_EQ(answer.body(), whole.substr(0, 1000) + "\x01garbage}]<");
}

TEST(Faulty, StallKeepsTheConnection) {
  const std::string whole = UpstreamFixture().Get(Many()).body();
  UpstreamFixture fixture(With("stall_after_bytes=1000"));
  HttpClient client(fixture.upstream().port());
  client.Send("GET " + Target(Many()) + " HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.ReadUntil(whole.substr(0, 1000)),
              HasSubstr(whole.substr(0, 1000)));
  // The upstream continues for others meanwhile, and ends nonetheless.
  fixture.upstream().SetFault({});
  EXPECT_EQ(fixture.Get(Many()).body(), whole);
}

TEST(Faulty, DelayDelaysEveryResponse) {
  UpstreamFixture fixture(With("delay_ms=200"));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(fixture.Get(Many()).status(), 200);
  EXPECT_GE(std::chrono::steady_clock::now() - start,
            std::chrono::milliseconds(200));
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
