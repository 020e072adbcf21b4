// Requests that API v3 rejects, and its faults.
#include <string>
#include <vector>

#include "boost/asio/error.hpp"
#include "boost/beast/http/error.hpp"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/embedded/ahrefs_v3/v3_requests.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using ::testing::HasSubstr;
using testing_http::HttpAnswer;
using testing_http::HttpClient;

void ExpectError(const HttpAnswer& answer, int status, std::string_view text) {
  EXPECT_EQ(answer.status(), status);
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  EXPECT_EQ(answer.body(), fmt::format(R"({{"error":"{}"}})", text));
}

struct Mistake {
  std::string name;
  Parameters parameters;  // In place of, or added to, a good request.
  std::string text;
};
class V3Error : public ::testing::TestWithParam<Mistake> {};

TEST_P(V3Error, IsABadRequest) {
  UpstreamFixture fixture;
  ExpectError(GetV3(fixture, GetParam().parameters), 400, GetParam().text);
  EXPECT_EQ(fixture.upstream().account().request_count(), 0);  // It is free.
}

constexpr std::string_view kBadLimit = "bad limit: it is a whole number from 1";
constexpr std::string_view kBadTimeout =
    "bad timeout: it is a whole number of seconds from 1";

Mistake Limit(std::string name, std::string limit) {
  return {
      std::move(name), {{"limit", std::move(limit)}}, std::string(kBadLimit)};
}

Mistake Offset(std::string name, std::string offset) {
  return {std::move(name),
          {{"offset", std::move(offset)}},
          "bad offset: API v3 has none: order by a field and filter on its "
          "last value"};
}

INSTANTIATE_TEST_SUITE_P(
    Parameters, V3Error,
    ::testing::Values(
        Mistake{"no_target", {{"target", "-"}}, "bad target: it is missing"},
        Mistake{"empty_target", {{"target", ""}}, "bad target: it is missing"},
        Mistake{"mode", {{"mode", "all"}}, "bad mode: unknown value 'all'"},
        Mistake{"no_select", {{"select", "-"}}, "bad select: it is missing"},
        Mistake{"empty_select", {{"select", ""}}, "bad select: it is missing"},
        Mistake{"star", {{"select", "*"}}, "bad select: unknown field '*'"},
        Mistake{"column",
                {{"select", "title,ahrefs_rank"}},
                "bad select: unknown field 'ahrefs_rank'"},
        Mistake{"no_field",
                {{"select", "prev_visited"}},
                "bad select: unknown field 'prev_visited'"},
        Mistake{
            "comma", {{"select", "title,"}}, "bad select: unknown field ''"},
        Mistake{
            "blank", {{"select", "title, "}}, "bad select: unknown field ''"},
        Mistake{"where",
                {{"where", R"({"field":"x","is":"empty"})"}},
                "bad where: unknown field 'x'"},
        Mistake{"where_of_v2",
                {{"where", "page_size>1"}},
                "bad where: syntax error"},
        Mistake{"order_by",
                {{"order_by", "ahrefs_rank"}},
                "bad order_by: unknown field 'ahrefs_rank'"},
        Mistake{"direction",
                {{"order_by", "title:up"}},
                "bad order_by: unknown direction of 'title'"},
        Mistake{"list",
                {{"order_by", "title,languages"}},
                "bad order_by: field 'languages' is a list"},
        Mistake{"order_comma",
                {{"order_by", "title,"}},
                "bad order_by: unknown field ''"},
        Limit("limit", "all"), Limit("negative", "-1"), Limit("zero", "0"),
        Limit("fraction", "1.5"), Limit("exponent", "1e-3"),
        Limit("too_large", "9223372036854775808"),
        Mistake{"timeout", {{"timeout", "soon"}}, std::string(kBadTimeout)},
        Mistake{"no_time", {{"timeout", "0"}}, std::string(kBadTimeout)},
        Mistake{"protocol",
                {{"protocol", "ftp"}},
                "bad protocol: unknown value 'ftp'"},
        Mistake{"aggregation",
                {{"aggregation", "2_per_domain"}},
                "bad aggregation: unknown value '2_per_domain'"},
        Mistake{"history",
                {{"history", "dead"}},
                "bad history: unknown value 'dead'"},
        Mistake{"since",
                {{"history", "since:2024-02-30"}},
                "bad history: unknown value 'since:2024-02-30'"},
        Mistake{"xml",
                {{"output", "xml"}},
                "bad output: 'xml' is not served here, only json"},
        Mistake{"output",
                {{"output", "php"}},
                "bad output: 'php' is not served here, only json"},
        Offset("offset", "1"), Offset("negative_offset", "-1"),
        Offset("offset_text", "next")),
    [](const auto& info) { return info.param.name; });

TEST(V3UnknownParameter, IsIgnoredWithAWarning) {
  UpstreamFixture fixture;
  EXPECT_EQ(GetV3(fixture, {}).header("Warning"), "");
  const HttpAnswer plain = GetV3(fixture, {{"limit", "2"}});
  const HttpAnswer warned = GetV3(fixture, {{"limit", "2"},
                                            {"offset", "0"},
                                            {"date", "2024-01-01"},
                                            {"search_engine", "google"},
                                            {"having", ""}});
  EXPECT_EQ(warned.body(), plain.body());
  EXPECT_EQ(warned.header("Warning"),
            "299 - \"ignored parameters: offset, date, search_engine, "
            "having\"");
  HttpClient client(fixture.upstream().port());
  const std::string usage = "/v3/subscription-info/limits-and-usage";
  EXPECT_EQ(client.Get(usage, kV3Key).header("Warning"), "");
  EXPECT_EQ(
      client.Get(usage + "?output=json&target=a", kV3Key).header("Warning"),
      "299 - \"ignored parameters: target\"");
}

TEST(V3UnknownParameter, CannotBreakTheHeader) {
  UpstreamFixture fixture;
  HttpClient client(fixture.upstream().port());
  std::string target = V3Target({}) + "&a%0D%0AX-Evil:%20b=&%22%5C=1";
  const HttpAnswer answer = client.Get(target, kV3Key);
  EXPECT_EQ(answer.header("Warning"),
            "299 - \"ignored parameters: a??X-Evil:?b, ??\"");
  EXPECT_EQ(answer.header("X-Evil"), "");
  for (int i = 0; i < 1000; ++i) target += fmt::format("&{:a>50}=", i);
  EXPECT_LT(client.Get(target, kV3Key).header("Warning").size(), 500u);
}

TEST(V3Key, IsRequired) {
  EmbeddedOptions options;
  options.token = "t";
  UpstreamFixture fixture(options);
  EXPECT_EQ(GetV3(fixture, {}).status(), 200);
  for (const char* headers :
       {"", "Authorization: Bearer T\r\n", "Authorization: Bearer \r\n",
        "Authorization: t\r\n", "Authorization: Basic t\r\n"}) {
    ExpectError(GetV3(fixture, {{"limit", "x"}}, headers), 401,
                "invalid API key");
  }
  HttpClient client(fixture.upstream().port());
  ExpectError(client.Get("/v3/subscription-info/limits-and-usage"), 401,
              "invalid API key");
}

TEST(V3Key, AnyIsAcceptedIfNoneIsRequired) {
  UpstreamFixture fixture;
  for (const char* key : {"Bearer x", "bearer x", "BEARER  x"}) {
    const std::string header = fmt::format("authorization: {}\r\n", key);
    EXPECT_EQ(GetV3(fixture, {}, header).status(), 200) << key;
  }
  ExpectError(GetV3(fixture, {}, ""), 401, "invalid API key");
}

TEST(V3Path, MustBeKnown) {
  UpstreamFixture fixture;
  HttpClient client(fixture.upstream().port());
  for (const char* target : {"/v3", "/v3/", "/v3/site-explorer/anchors",
                             "/v3/site-explorer/all-backlinks/?select=alt"}) {
    ExpectError(client.Get(target, kV3Key), 404,
                "not found: /v3/site-explorer/all-backlinks and "
                "/v3/subscription-info/limits-and-usage are served here");
  }
  // v2's, which wants its own parameters.
  EXPECT_EQ(client.Get("/v3x", kV3Key).header("X-Status"), "error");
}

TEST(V3Method, IsGet) {
  UpstreamFixture fixture;
  HttpClient client(fixture.upstream().port());
  for (const char* method : {"POST", "PUT", "DELETE"}) {
    client.Send(
        fmt::format("{} {} HTTP/1.1\r\nHost: a\r\n{}"
                    "Content-Length: 0\r\n\r\n",
                    method, V3Target({}), kV3Key));
    const HttpAnswer answer = client.Read();
    ExpectError(answer, 405, "method not allowed");
    EXPECT_EQ(answer.header("Allow"), "GET");
  }
}

Fault Faulty(const std::string& spec) {
  const auto fault = ParseFault(spec);
  EXPECT_TRUE(fault.ok()) << fault.status();
  return *fault;
}

TEST(V3Fault, IsAnErrorOfItsOwnStatus) {
  UpstreamFixture fixture;
  fixture.upstream().SetFault(Faulty("error=a \"reason\""));
  ExpectError(GetV3(fixture, {}), 400, R"(a \"reason\")");
  fixture.upstream().SetFault(Faulty("error=slow down,status=429"));
  ExpectError(GetV3(fixture, {}, ""), 429, "slow down");
  EXPECT_EQ(GetV3(fixture, {}).header("Retry-After"), "");
  fixture.upstream().SetFault(
      Faulty("error=slow down,status=429,retry_after=3,count=1"));
  EXPECT_EQ(GetV3(fixture, {}).header("Retry-After"), "3");
  EXPECT_EQ(GetV3(fixture, {}).status(), 200);
}

TEST(V3Fault, MayBeHtml) {
  UpstreamFixture fixture;
  for (const auto& [spec, status] :
       {std::pair{"html", 200}, std::pair{"status=503,retry_after=7", 503}}) {
    fixture.upstream().SetFault(Faulty(spec));
    const HttpAnswer answer = GetV3(fixture, {});
    EXPECT_EQ(answer.status(), status);
    EXPECT_EQ(answer.header("Content-Type"), "text/html");
    EXPECT_EQ(answer.header("Retry-After"), status == 503 ? "7" : "");
    EXPECT_THAT(answer.body(), HasSubstr("<html>"));
  }
}

TEST(V3Fault, MayFollowARow) {
  UpstreamFixture fixture;
  fixture.upstream().SetFault(Faulty("cut_after_rows=2,count=1"));
  const HttpAnswer cut = GetV3(fixture, {});
  EXPECT_EQ(cut.error, boost::beast::http::error::partial_message);
  EXPECT_EQ(cut.body(),
            "{\"backlinks\":[{\"page_size\":1},\n{\"page_size\":2}");
  fixture.upstream().SetFault(Faulty("garbage_after_bytes=14,count=1"));
  EXPECT_THAT(GetV3(fixture, {}).body(), HasSubstr("{\"backlinks\":[\x01"));
  fixture.upstream().SetFault(Faulty("reset_after_rows=0,count=1"));
  EXPECT_EQ(GetV3(fixture, {}).error, boost::asio::error::connection_reset);
  EXPECT_FALSE(GetV3(fixture, {}).error);
}

TEST(V3Fault, MayChangeTheOrderOfEqualRows) {
  UpstreamFixture fixture;
  fixture.upstream().SetFault(Faulty("unstable"));
  const Parameters many{{"target", "many.example"}, {"order_by", "title"}};
  EXPECT_NE(V3Numbers(fixture, many), V3Numbers(fixture, many));
  const Parameters ordered{{"target", "many.example"},
                           {"order_by", "title,page_size"}};
  EXPECT_EQ(V3Numbers(fixture, ordered), V3Numbers(fixture, ordered));
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
