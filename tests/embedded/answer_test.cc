// How the embedded upstream answers: forms, headers, errors, connections.
#include <string>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/column/column.h"
#include "tests/embedded/upstream_fixture.h"
#include "tests/support/http/compress.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing_http::HttpAnswer;
using testing_http::HttpClient;

const Parameters& Exact() {
  static const auto* const exact =
      new Parameters{{"mode", "exact"}, {"target", "github.com"}};
  return *exact;
}

Parameters And(Parameters parameters, const std::string& name,
               const std::string& value) {
  parameters.emplace_back(name, value);
  return parameters;
}

TEST(Json, HasTheDocumentedForm) {
  UpstreamFixture fixture;
  const HttpAnswer answer = fixture.Get(And(Exact(), "select",
                                            "title,ahrefs_rank,alt,nofollow,"
                                            "first_seen"));
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  EXPECT_EQ(answer.header("X-Results-Count"), "1");
  EXPECT_EQ(answer.body(),
            "{\"refpages\":[{\"title\":\"Python tools\",\"ahrefs_rank\":10,"
            "\"alt\":null,\"nofollow\":false,"
            "\"first_seen\":\"2013-10-26T20:19:04Z\"}]}");
}

TEST(Json, HasEveryColumnUnlessOneSelects) {
  UpstreamFixture fixture;
  for (const Parameters& parameters :
       {Exact(), And(Exact(), "select", "*"), And(Exact(), "select", ""),
        And(Exact(), "output", "json")}) {
    const auto body = Parse(fixture.Get(parameters).body());
    const auto& row = body.at("refpages").as_array().at(0).as_object();
    EXPECT_EQ(row.size(), static_cast<size_t>(kColumnCount));
    for (const Column& column : AllColumns()) {
      EXPECT_TRUE(row.contains(column.name)) << column.name;
    }
  }
}

TEST(Json, EscapesItsText) {
  UpstreamFixture fixture;
  const auto title = [&fixture](const std::string& target) {
    const auto body =
        Parse(fixture.Get({{"mode", "exact"}, {"target", target}}).body());
    const auto& row = body.at("refpages").as_array().at(0);
    return std::string(row.at("title").as_string());
  };
  EXPECT_EQ(title("github.com/a"), "A \"quoted\", title");
  EXPECT_EQ(title("github.com/a/b"), "日本語のタイトル");
  EXPECT_EQ(title("api.github.com"), "it's C:\\path");
}

TEST(Xml, WrapsRowsAndErrors) {
  UpstreamFixture fixture;
  const Parameters xml = {{"output", "xml"},
                          {"mode", "domain"},
                          {"target", "gist.github.com"},
                          {"select", "title,alt,nofollow,ahrefs_rank"}};
  const HttpAnswer rows = fixture.Get(xml);
  EXPECT_EQ(rows.header("Content-Type"), "application/xml");
  EXPECT_EQ(rows.body(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<AhrefsApiResponse><refpages><row>"
            "<title>python &lt;&amp;&gt; ]]&gt;</title>"
            "<nofollow>false</nofollow><ahrefs_rank>50</ahrefs_rank>"
            "</row>\n</refpages></AhrefsApiResponse>");
  const HttpAnswer error = fixture.Get(And(xml, "order_by", "foobar_rating"));
  EXPECT_EQ(error.header("X-Status"), "error");
  EXPECT_THAT(error.body(),
              HasSubstr("<AhrefsApiResponse><error>order_by: column "
                        "'foobar_rating' not found</error>"));
}

struct Mistake {
  const char* name;
  Parameters parameters;  // In place of, or added to, a good request.
  const char* text;
};
class Error : public ::testing::TestWithParam<Mistake> {};

TEST_P(Error, ComesWithStatus200) {
  EmbeddedOptions options;
  options.token = "t";
  UpstreamFixture fixture(options);
  Parameters parameters = GetParam().parameters;
  for (const auto& good : Exact()) {
    bool given = false;
    for (const auto& [name, value] : parameters) given |= name == good.first;
    if (!given) parameters.push_back(good);
  }
  const HttpAnswer answer = fixture.Get(parameters);
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.header("X-Status"), "error");
  EXPECT_EQ(answer.header("X-Results-Count"), "0");
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  EXPECT_EQ(answer.body(),
            fmt::format("{{\"error\":\"{}\"}}", GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(
    All, Error,
    ::testing::Values(
        Mistake{"no_token", {{"token", ""}}, "invalid token"},
        Mistake{"wrong_token", {{"token", "T"}}, "invalid token"},
        Mistake{"no_table",
                {{"from", ""}},
                "from: parameter is missing; backlinks and subscription_info "
                "are served here"},
        Mistake{"unknown_table",
                {{"from", "anchors"}},
                "from: unknown table 'anchors'; backlinks and "
                "subscription_info are served here"},
        Mistake{"no_target", {{"target", ""}}, "target: parameter is missing"},
        Mistake{"no_mode", {{"mode", ""}}, "mode: parameter is missing"},
        Mistake{"unknown_mode", {{"mode", "all"}}, "mode: unknown value"},
        Mistake{"php",
                {{"output", "php"}},
                "output: 'php' is not served here, only json and xml"},
        Mistake{"output",
                {{"output", "yaml"}},
                "output: 'yaml' is not served here, only json and xml"},
        Mistake{"select",
                {{"select", "url_from,x"}},
                "select: column 'x' not found"},
        Mistake{"order_by",
                {{"order_by", "foobar_rating"}},
                "order_by: column 'foobar_rating' not found"},
        Mistake{"direction",
                {{"order_by", "ahrefs_rank:up"}},
                "order_by: unknown direction"},
        Mistake{"limit", {{"limit", "-1"}}, "limit: bad number"},
        Mistake{"limit_text", {{"limit", "all"}}, "limit: bad number"},
        Mistake{"offset", {{"offset", "1.5"}}, "offset: bad number"},
        Mistake{"column", {{"where", "x=1"}}, "where: column 'x' not found"},
        Mistake{"having_only",
                {{"where", "domain_rating>1"}},
                "where: column 'domain_rating' not found"},
        Mistake{"having_only_too",
                {{"where", "ahrefs_top=1"}},
                "where: column 'ahrefs_top' not found"},
        Mistake{"having", {{"having", "x=1"}}, "having: column 'x' not found"},
        Mistake{"bad_number",
                {{"where", "ahrefs_rank>ten"}},
                "where: bad value for column 'ahrefs_rank'"},
        Mistake{"bad_date",
                {{"where", "first_seen>2014-13-01"}},
                "where: bad value for column 'first_seen'"},
        Mistake{"bad_bool",
                {{"where", "nofollow=maybe"}},
                "where: bad value for column 'nofollow'"},
        Mistake{"no_operator",
                {{"where", "ahrefs_rank"}},
                "where: syntax error at 11"},
        Mistake{"no_value",
                {{"where", "ahrefs_rank="}},
                "where: syntax error at 12"},
        Mistake{
            "open_quote", {{"where", "title=\"a"}}, "where: syntax error at 8"},
        Mistake{"unknown_escape",
                {{"where", R"(title="C:\new")"}},
                "where: syntax error at 9"},
        Mistake{"open_bracket",
                {{"where", "word(title,\"a\""}},
                "where: syntax error at 14"},
        Mistake{"no_or",
                {{"where", "nofollow=\"1\" OR nofollow=0"}},
                "where: syntax error at 13"}),
    [](const auto& info) { return info.param.name; });

// A handler of a wrong condition must not lose its place in the pool.
TEST(Connection, IsKeptOverRowsAndErrors) {
  UpstreamFixture fixture;
  HttpClient client(fixture.upstream().port());
  for (int i = 0; i < 20; ++i) {
    const HttpAnswer good = client.Get(Target(Exact()));
    ASSERT_THAT(good.body(), StartsWith("{\"refpages\":[{")) << i;
    const HttpAnswer bad = client.Get(Target({{"target", "a"}}));
    ASSERT_EQ(bad.header("X-Status"), "error") << i;
  }
}

TEST(Request, MayBeAPostWithParametersInItsQuery) {
  UpstreamFixture fixture;
  HttpClient client(fixture.upstream().port());
  client.Send(
      fmt::format("POST {} HTTP/1.1\r\nHost: a\r\n"
                  "Content-Length: 0\r\n\r\n",
                  Target(Exact())));
  EXPECT_EQ(client.Read().body(), fixture.Get(Exact()).body());
}

TEST(Gzip, HoldsTheSameBody) {
  UpstreamFixture fixture;
  for (const char* target : {"many.example", "nobody.example"}) {
    const Parameters parameters = {{"mode", "domain"}, {"target", target}};
    const HttpAnswer plain = fixture.Get(parameters);
    const HttpAnswer zipped =
        fixture.Get(parameters, "Accept-Encoding: br, gzip\r\n");
    EXPECT_EQ(plain.header("Content-Encoding"), "");
    ASSERT_EQ(zipped.header("Content-Encoding"), "gzip");
    EXPECT_EQ(zipped.header("X-Results-Count"),
              plain.header("X-Results-Count"));
    const auto unzipped = testing_http::Decompress(zipped.body());
    EXPECT_TRUE(unzipped.is_complete);
    EXPECT_EQ(unzipped.text, plain.body());
  }
}

TEST(Gzip, CanBeOff) {
  EmbeddedOptions options;
  options.compresses = false;
  UpstreamFixture fixture(options);
  const HttpAnswer answer =
      fixture.Get({{"mode", "domain"}, {"target", "many.example"}},
                  "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(answer.header("Content-Encoding"), "");
  EXPECT_EQ(Parse(answer.body()).at("refpages").as_array().size(), 1000u);
}

TEST(SubscriptionInfo, ReportsWhatRemains) {
  UpstreamFixture fixture;
  const auto info = [&fixture] {
    const HttpAnswer answer = fixture.Get({{"from", "subscription_info"}});
    return Parse(answer.body()).at("info");
  };
  const auto before = info();
  EXPECT_EQ(before.at("subscription").as_string(), "Embedded");
  EXPECT_EQ(before.at("rows_left"), before.at("rows_limit"));
  fixture.Get({{"mode", "subdomains"},
               {"target", "github.com"},
               {"limit", "5"},
               {"where", "ahrefs_rank>0"}});  // 1 + 5 × 0.2 + 5
  EXPECT_EQ(info().at("rows_left").as_int64(),
            before.at("rows_left").as_int64() - 7);
}

TEST(SubscriptionInfo, ComesInEveryOutput) {
  UpstreamFixture fixture;
  const Parameters info{{"from", "subscription_info"}};
  const HttpAnswer json = fixture.Get(And(info, "output", "json"));
  EXPECT_EQ(json.header("Content-Type"), "application/json");
  EXPECT_EQ(json.body(), fixture.Get(info).body());
  const HttpAnswer xml = fixture.Get(And(info, "output", "xml"));
  EXPECT_EQ(xml.header("Content-Type"), "application/xml");
  EXPECT_EQ(xml.body(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<AhrefsApiResponse><info><rows_left>1000000000</rows_left>"
            "<rows_limit>1000000000</rows_limit>"
            "<subscription>Embedded</subscription></info>"
            "</AhrefsApiResponse>");
  const HttpAnswer php = fixture.Get(And(info, "output", "php"));
  EXPECT_EQ(php.header("X-Status"), "error");
  EXPECT_THAT(php.body(), HasSubstr("'php' is not served here"));
}

TEST(Account, RecordsTheRequests) {
  UpstreamFixture fixture;
  fixture.Get({{"mode", "subdomains"},
               {"target", "github.com"},
               {"where", "ahrefs_rank>=20"},
               {"having", "domain_rating>0"},
               {"limit", "3"},
               {"offset", "1"}});
  fixture.Get({{"mode", "nonsense"}, {"target", "a"}});
  const auto& account = fixture.upstream().account();
  ASSERT_EQ(account.request_count(), 1);  // Errors are free.
  const AnsweredRequest request = account.latest().back();
  EXPECT_EQ(request.target, "github.com");
  EXPECT_EQ(request.where, "ahrefs_rank>=20");
  EXPECT_EQ(request.having, "domain_rating>0");
  EXPECT_EQ(request.limit, 3);
  EXPECT_EQ(request.offset, 1);
  EXPECT_EQ(request.rows, 3);
}

TEST(Token, AnyIsAcceptedIfNoneIsRequired) {
  UpstreamFixture fixture;
  EXPECT_EQ(fixture.Get(And(Exact(), "token", "x")).header("X-Status"), "");
  EXPECT_THAT(fixture.Get(And(Exact(), "token", "")).body(),
              HasSubstr("invalid token"));
}

TEST(Start, ReadsADatabaseAsWell) {
  const Files files;
  EmbeddedOptions options;
  options.data = files.path("none");
  EXPECT_THAT(std::string(EmbeddedUpstream::Start(options).status().message()),
              HasSubstr("none: No such file"));
  options.data =
      files.Write("bad", "SQLite format 3\n and then nothing of that kind");
  EXPECT_FALSE(EmbeddedUpstream::Start(options).ok());
  options.data = files.Write("text", "no rows\n");
  EXPECT_THAT(std::string(EmbeddedUpstream::Start(options).status().message()),
              HasSubstr("text:1: "));
}

TEST(Start, FailsIfItsAddressIsInUse) {
  UpstreamFixture first;
  const Files files;
  EmbeddedOptions options;
  options.data = files.Write("rows", Rows());
  options.listen = fmt::format("127.0.0.1:{}", first.upstream().port());
  EXPECT_THAT(std::string(EmbeddedUpstream::Start(options).status().message()),
              HasSubstr("cannot listen on " + options.listen));
}

TEST(Start, KeepsTheNoteOfTheImport) {
  EXPECT_EQ(UpstreamFixture().upstream().import_note(), "");
  UpstreamFixture fixture({},
                          R"({"url_to":"https://a.example/","ahrefs_rank":"x"})"
                          "\n");
  EXPECT_EQ(fixture.upstream().import_note(),
            "1 cell is malformed: ahrefs_rank (1)");
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
