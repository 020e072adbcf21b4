#include "service/config/options.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/config/parsed_options.h"
#include "tests/support/file/source_path.h"

namespace backlinks::config {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_app::ErrorOf;
using testing_app::MustParse;
using testing_app::Parse;
using testing_app::Result;
using testing_app::TempFile;
using testing_app::Variables;

TEST(Options, HasTheDocumentedDefaults) {
  const Options options = MustParse({});
  EXPECT_EQ(options.listen, "127.0.0.1:50051");
  EXPECT_EQ(options.admin_listen, "127.0.0.1:9464");
  EXPECT_EQ(options.upstream, "embedded");
  EXPECT_FALSE(options.url.has_value());
  EXPECT_EQ(options.page_rows, 1000);
  EXPECT_EQ(options.max_batch_bytes, 384u << 10);
  EXPECT_TRUE(options.upstream_null_columns.none());
  EXPECT_EQ(options.upstream_resumes, 3);
  EXPECT_EQ(options.default_max_price, 100'000'000);
  EXPECT_EQ(options.dialect, "ahrefs_v2");
  EXPECT_EQ(options.upstream_requests_per_minute, -1);
  EXPECT_EQ(options.upstream_max_rows_per_request, 0);
  EXPECT_EQ(options.upstream_aggregation, "all");
  EXPECT_EQ(options.upstream_history, "live");
  EXPECT_EQ(options.upstream_protocol, "both");
  EXPECT_TRUE(options.token_key.empty());
  EXPECT_EQ(options.token_ttl, absl::Hours(24));
  EXPECT_GE(options.threads, 1);
  // A client may ping every 10 s, which the network may bring closer together.
  EXPECT_EQ(options.min_ping_interval, absl::Seconds(5));
  EXPECT_EQ(options.request_timeout, absl::Seconds(10));
  EXPECT_EQ(options.max_open_calls, 2000);
  EXPECT_EQ(options.max_request_bytes, 1u << 20);
  EXPECT_THAT(options.warnings, IsEmpty());
}

TEST(Options, ReadsEveryFlag) {
  const TempFile ca("ca.pem", "x");
  const TempFile data("rows.jsonl", "{}");
  const TempFile key("key", "0123456789abcdef");
  const Options options = MustParse({"--listen=[::1]:0",
                                     "--admin_listen",
                                     "localhost:1",
                                     "--upstream",
                                     "ahrefs_v2",
                                     "--upstream_url",
                                     "http://127.0.0.1:8080/base",
                                     "--upstream_ca_file",
                                     ca.path(),
                                     "--page_rows=7",
                                     "--upstream_null_columns=title, alt ",
                                     "--upstream_resumes=0",
                                     "--default_max_price=1000000000000",
                                     "--token_key_file",
                                     key.path(),
                                     "--token_ttl=90s",
                                     "--embedded_data",
                                     data.path(),
                                     "--threads=3",
                                     "--max_batch_bytes=64KiB",
                                     "--max_batch_age_ms=5",
                                     "--upstream_connect_timeout=250ms",
                                     "--upstream_read_timeout=2m",
                                     "--max_streams=9",
                                     "--max_cell_bytes=2048",
                                     "--max_row_bytes=1MiB",
                                     "--max_depth=8",
                                     "--max_connections=70",
                                     "--max_connections_per_peer=7",
                                     "--max_streams_per_connection=8",
                                     "--max_connection_idle=0",
                                     "--max_connection_age=1h",
                                     "--min_ping_interval=250ms",
                                     "--request_timeout=500ms",
                                     "--max_open_calls=77",
                                     "--max_request_bytes=64KiB",
                                     "--drain_delay=5",
                                     "--drain_grace=1h30m",
                                     "--log_level=warn",
                                     "--log_file=/tmp/x"});
  EXPECT_EQ(options.listen, "[::1]:0");
  EXPECT_EQ(options.admin_listen, "localhost:1");
  ASSERT_TRUE(options.url.has_value());
  EXPECT_EQ(options.url->host, "127.0.0.1");
  EXPECT_EQ(options.url->port, 8080);
  EXPECT_EQ(options.url->path, "/base/");
  EXPECT_EQ(options.upstream_ca_file, ca.path());
  EXPECT_EQ(options.page_rows, 7);
  EXPECT_EQ(options.upstream_null_columns, ColumnSet()
                                               .set(FindColumn("title")->number)
                                               .set(FindColumn("alt")->number));
  EXPECT_EQ(options.upstream_resumes, 0);
  EXPECT_EQ(options.default_max_price, 1'000'000'000'000'000);
  EXPECT_EQ(options.token_key.Reveal(), "0123456789abcdef");
  EXPECT_EQ(options.token_ttl, absl::Seconds(90));
  EXPECT_EQ(options.embedded_data, data.path());
  EXPECT_EQ(options.threads, 3);
  EXPECT_EQ(options.max_batch_bytes, 65536u);
  EXPECT_EQ(options.max_batch_age, absl::Milliseconds(5));
  EXPECT_EQ(options.upstream_connect_timeout, absl::Milliseconds(250));
  EXPECT_EQ(options.upstream_read_timeout, absl::Minutes(2));
  EXPECT_EQ(options.max_streams, 9);
  EXPECT_EQ(options.max_cell_bytes, 2048u);
  EXPECT_EQ(options.max_row_bytes, 1u << 20);
  EXPECT_EQ(options.max_depth, 8);
  EXPECT_EQ(options.max_connections, 70);
  EXPECT_EQ(options.max_connections_per_peer, 7);
  EXPECT_EQ(options.max_streams_per_connection, 8);
  EXPECT_EQ(options.max_connection_idle, absl::ZeroDuration());
  EXPECT_EQ(options.max_connection_age, absl::Hours(1));
  EXPECT_EQ(options.min_ping_interval, absl::Milliseconds(250));
  EXPECT_EQ(options.request_timeout, absl::Milliseconds(500));
  EXPECT_EQ(options.max_open_calls, 77);
  EXPECT_EQ(options.max_request_bytes, 64u << 10);
  EXPECT_EQ(options.drain_delay, absl::Seconds(5));
  EXPECT_EQ(options.drain_grace, absl::Minutes(90));
  EXPECT_EQ(options.log_level, "warn");
  EXPECT_EQ(options.log_file, "/tmp/x");
}

TEST(Options, ReadsTheFlagsOfV3) {
  const Options options = MustParse(
      {"--upstream=ahrefs_v3", "--upstream_max_rows_per_request=250",
       "--upstream_aggregation=1_per_domain",
       "--upstream_history=since:2024-02-29", "--upstream_protocol=https",
       "--upstream_requests_per_minute=0"},
      {{"BACKLINKS_UPSTREAM_TOKEN", "key"}});
  EXPECT_EQ(options.dialect, "ahrefs_v3");
  ASSERT_TRUE(options.url.has_value());
  EXPECT_EQ(options.url->host, "api.ahrefs.com");
  EXPECT_EQ(options.url->path, "/v3/");
  EXPECT_TRUE(options.url->tls);
  EXPECT_EQ(options.upstream_token.Reveal(), "key");
  EXPECT_EQ(options.upstream_max_rows_per_request, 250);
  EXPECT_EQ(options.upstream_aggregation, "1_per_domain");
  EXPECT_EQ(options.upstream_history, "since:2024-02-29");
  EXPECT_EQ(options.upstream_protocol, "https");
  EXPECT_EQ(options.upstream_requests_per_minute, 0);
  EXPECT_THAT(options.warnings, IsEmpty());
}

TEST(Options, AcceptsTheCapOfAnyDialect) {
  EXPECT_EQ(MustParse({"--upstream_max_rows_per_request=100"})
                .upstream_max_rows_per_request,
            100);
}

TEST(Options, WarnsOfMessagesThatClientsReject) {
  EXPECT_THAT(MustParse({}).warnings, IsEmpty());
  EXPECT_THAT(MustParse({"--max_row_bytes=2MiB"}).warnings, IsEmpty());
  EXPECT_THAT(MustParse({"--max_row_bytes=3MiB"}).warnings,
              testing::ElementsAre(testing::HasSubstr("4 MiB")));
}

TEST(Options, ReadsTheFlagsOfV3FromTheEnvironment) {
  const Options options =
      MustParse({}, {{"BACKLINKS_EMBEDDED_DIALECT", "ahrefs_v3"},
                     {"BACKLINKS_UPSTREAM_MAX_ROWS_PER_REQUEST", "1000000"},
                     {"BACKLINKS_UPSTREAM_AGGREGATION", "similar_links"},
                     {"BACKLINKS_UPSTREAM_HISTORY", "all_time"},
                     {"BACKLINKS_UPSTREAM_PROTOCOL", "http"},
                     {"BACKLINKS_UPSTREAM_REQUESTS_PER_MINUTE", "100000"}});
  EXPECT_EQ(options.upstream, "embedded");
  EXPECT_EQ(options.dialect, "ahrefs_v3");
  EXPECT_FALSE(options.url.has_value());
  EXPECT_EQ(options.upstream_max_rows_per_request, 1'000'000);
  EXPECT_EQ(options.upstream_aggregation, "similar_links");
  EXPECT_EQ(options.upstream_history, "all_time");
  EXPECT_EQ(options.upstream_protocol, "http");
  EXPECT_EQ(options.upstream_requests_per_minute, 100'000);
}

TEST(Options, DialectIsThatOfTheUpstream) {
  const Variables variables = {{"BACKLINKS_UPSTREAM_TOKEN", "t"}};
  EXPECT_EQ(MustParse({"--upstream=ahrefs_v2", "--embedded_dialect=ahrefs_v3"},
                      variables)
                .dialect,
            "ahrefs_v2");
  EXPECT_EQ(MustParse({"--upstream=ahrefs_v3"}, variables).dialect,
            "ahrefs_v3");
}

TEST(Options, PrefersFlagsToEnvironmentToFile) {
  const TempFile file("flags",
                      "# comment\npage_rows = 1\nmax_streams=2\n"
                      "max_depth = 3\nlisten = \"unix:/tmp/file\"\n");
  const Options options =
      MustParse({"--flagfile", file.path(), "--page_rows=10"},
                {{"BACKLINKS_PAGE_ROWS", "20"},
                 {"BACKLINKS_MAX_STREAMS", "20"},
                 {"BACKLINKS_MAX_DEPTH", ""}});
  EXPECT_EQ(options.page_rows, 10);
  EXPECT_EQ(options.max_streams, 20);
  EXPECT_EQ(options.max_depth, 3);
  EXPECT_EQ(options.listen, "unix:/tmp/file");
  EXPECT_EQ(MustParse({}, {{"BACKLINKS_FLAGFILE", file.path()}}).page_rows, 1);
  EXPECT_EQ(MustParse({"--page_rows=1", "--page_rows=2"}).page_rows, 2);
}

struct WrongCase {
  std::string name;
  std::vector<std::string> args;
  std::vector<std::string> says;
};

class OptionsWrong : public testing::TestWithParam<WrongCase> {};

TEST_P(OptionsWrong, IsOneLine) {
  const std::string line = ErrorOf(GetParam().args);
  for (const std::string& part : GetParam().says) {
    EXPECT_THAT(line, HasSubstr(part));
  }
  EXPECT_THAT(line, Not(HasSubstr("\n")));
  EXPECT_LT(line.size(), 600u);
}

INSTANTIATE_TEST_SUITE_P(
    Flags, OptionsWrong,
    testing::Values(
        WrongCase{"Unknown", {"--frobnicate=1"}, {"--frobnicate"}},
        WrongCase{"Positional", {"hello"}, {"hello"}},
        WrongCase{"NoValue", {"--page_rows"}, {"--page_rows"}},
        WrongCase{"Abbreviated", {"--page=3"}, {"--page"}},
        WrongCase{"TokenAsFlag",
                  {"--upstream_token=abc"},
                  {"unknown flag --upstream_token;"}},
        WrongCase{
            "KeyAsFlag", {"--token_key=abc"}, {"unknown flag --token_key;"}},
        WrongCase{"KeyFile", {"--token_key_file=/none"}, {"cannot be read"}},
        WrongCase{"TtlShort", {"--token_ttl=59s"}, {"1m to 8760h"}},
        WrongCase{"TtlLong", {"--token_ttl=8761h"}, {"1m to 8760h"}},
        WrongCase{"PriceZero", {"--default_max_price=0"}, {"from 1 to"}},
        WrongCase{"PriceHuge",
                  {"--default_max_price=1000000000001"},
                  {"1000000000000"}},
        WrongCase{"PriceFraction", {"--default_max_price=1.5"}, {"whole"}},
        WrongCase{"Resumes", {"--upstream_resumes=101"}, {"0 to 100"}},
        WrongCase{"NullColumn",
                  {"--upstream_null_columns=title,titel"},
                  {"--upstream_null_columns", "no column \"titel\""}},
        WrongCase{"NullColumnEmpty",
                  {"--upstream_null_columns=title,"},
                  {"no column \"\""}},
        WrongCase{"Zero", {"--page_rows=0"}, {"--page_rows", "1 to 1000000"}},
        WrongCase{"Negative", {"--max_streams=-1"}, {"--max_streams"}},
        WrongCase{"NotANumber", {"--max_depth=abc"}, {"--max_depth", "whole"}},
        WrongCase{"Fraction", {"--page_rows=1.5"}, {"--page_rows"}},
        WrongCase{"Empty", {"--page_rows="}, {"--page_rows"}},
        WrongCase{"Huge", {"--page_rows=99999999999999999999"}, {"1000000"}},
        WrongCase{"BatchZero", {"--max_batch_bytes=0"}, {"512KiB"}},
        WrongCase{"BatchAbove", {"--max_batch_bytes=513KiB"}, {"512KiB"}},
        WrongCase{"SizeUnit", {"--max_batch_bytes=1parsec"}, {"such as"}},
        WrongCase{"SizeOverflow", {"--max_cell_bytes=99EiB"}, {"such as"}},
        WrongCase{"SizeNegative", {"--max_cell_bytes=-1"}, {"such as"}},
        WrongCase{"Duration", {"--drain_grace=soon"}, {"250ms", "24h"}},
        WrongCase{"DurationNegative", {"--drain_grace=-5s"}, {"--drain_grace"}},
        WrongCase{"DurationForever", {"--drain_grace=inf"}, {"24h"}},
        WrongCase{"DurationZero", {"--upstream_read_timeout=0"}, {"1ms"}},
        WrongCase{"Listen", {"--listen=nowhere"}, {"--listen", "HOST:PORT"}},
        WrongCase{"ListenPort", {"--listen=[::1]:70000"}, {"65535"}},
        WrongCase{"ListenBareIpv6", {"--listen=::1:80"}, {"HOST:PORT"}},
        WrongCase{"ListenUnixEmpty", {"--listen=unix:"}, {"107"}},
        WrongCase{"AdminUnix", {"--admin_listen=unix:/x"}, {"HOST:PORT"}},
        WrongCase{"Upstream",
                  {"--upstream=bing"},
                  {"embedded, ahrefs_v2, ahrefs_v3"}},
        WrongCase{"EmbeddedDialect",
                  {"--embedded_dialect=embedded"},
                  {"--embedded_dialect", "ahrefs_v2, ahrefs_v3"}},
        WrongCase{"Rate",
                  {"--upstream_requests_per_minute=-2"},
                  {"--upstream_requests_per_minute", "-1 to 100000"}},
        WrongCase{"RateAbove",
                  {"--upstream_requests_per_minute=100001"},
                  {"-1 to 100000"}},
        WrongCase{"RateWord",
                  {"--upstream_requests_per_minute=none"},
                  {"whole number"}},
        WrongCase{
            "MaxRows",
            {"--upstream=ahrefs_v3", "--upstream_max_rows_per_request=-1"},
            {"--upstream_max_rows_per_request", "0 to 1000000"}},
        WrongCase{
            "MaxRowsAbove",
            {"--upstream=ahrefs_v3", "--upstream_max_rows_per_request=1000001"},
            {"0 to 1000000"}},
        WrongCase{
            "Aggregation",
            {"--upstream=ahrefs_v3", "--upstream_aggregation=none"},
            {"--upstream_aggregation", "all, similar_links, 1_per_domain"}},
        WrongCase{
            "AggregationOfV2",
            {"--upstream=ahrefs_v2", "--upstream_aggregation=similar_links"},
            {"--upstream_aggregation", "needs"}},
        WrongCase{"HistoryWord",
                  {"--upstream=ahrefs_v3", "--upstream_history=Live"},
                  {"--upstream_history", "live, all_time, since:YYYY-MM-DD"}},
        WrongCase{
            "HistoryDay",
            {"--upstream=ahrefs_v3", "--upstream_history=since:2023-02-29"},
            {"since:YYYY-MM-DD"}},
        WrongCase{"HistoryDigits",
                  {"--upstream=ahrefs_v3", "--upstream_history=since:2024-1-2"},
                  {"since:YYYY-MM-DD"}},
        WrongCase{
            "HistoryBlank",
            {"--upstream=ahrefs_v3", "--upstream_history=since: 2024-01-02"},
            {"since:YYYY-MM-DD"}},
        WrongCase{"HistoryTime",
                  {"--upstream=ahrefs_v3",
                   "--upstream_history=since:2024-01-02T00:00:00"},
                  {"since:YYYY-MM-DD"}},
        WrongCase{"HistoryNothing",
                  {"--upstream=ahrefs_v3", "--upstream_history=since:"},
                  {"since:YYYY-MM-DD"}},
        WrongCase{"HistoryOfV2",
                  {"--upstream_history=all_time"},
                  {"--upstream_history", "needs"}},
        WrongCase{"Protocol",
                  {"--upstream=ahrefs_v3", "--upstream_protocol=ftp"},
                  {"--upstream_protocol", "both, http, https"}},
        WrongCase{"ProtocolOfV2",
                  {"--upstream_protocol=http"},
                  {"--upstream_protocol", "needs"}},
        WrongCase{"UrlScheme",
                  {"--upstream=ahrefs_v2", "--upstream_url=ftp://x"},
                  {"--upstream_url", "http"}},
        WrongCase{"UrlUser",
                  {"--upstream_url=http://u:secret@h/"},
                  {"user information"}},
        WrongCase{"UrlHost", {"--upstream_url=http:///x"}, {"host"}},
        WrongCase{"UrlRelative", {"--upstream_url=example.com"}, {"URL"}},
        WrongCase{"UrlQuery", {"--upstream_url=http://h/?token=1"}, {"query"}},
        WrongCase{"UrlPort", {"--upstream_url=http://h:0/"}, {"65535"}},
        WrongCase{"UrlPortAbove", {"--upstream_url=http://h:65536/"}, {"port"}},
        WrongCase{"UrlEmbedded", {"--upstream_url=http://h/"}, {"embedded"}},
        WrongCase{"LogLevel", {"--log_level=loud"}, {"debug, info"}},
        WrongCase{"Ca", {"--upstream_ca_file=/no/file"}, {"cannot be read"}},
        WrongCase{"Data", {"--embedded_data=/no/file"}, {"cannot be read"}},
        WrongCase{"FlagFile", {"--flagfile=/no/file"}, {"/no/file"}},
        WrongCase{"CellAboveRow",
                  {"--max_cell_bytes=2KiB", "--max_row_bytes=1"},
                  {"--max_row_bytes"}},
        WrongCase{"LineBreak", {"--a\nb=1"}, {"\\x0a"}},
        WrongCase{"Long", {"--" + std::string(5000, 'x')}, {"..."}}),
    [](const auto& info) { return info.param.name; });

TEST(Options, DoesNotRepeatTheValueOfAFlagThatIsNone) {
  const TempFile file("unknown_token", "upstream_token = hush\n");
  for (const std::vector<std::string>& args :
       {std::vector<std::string>{"--upstream_token=hush"},
        {"--upstream_token", "hush"},
        {"--flagfile=" + file.path()}}) {
    EXPECT_THAT(ErrorOf(args), AllOf(HasSubstr("unknown flag --upstream_token"),
                                     Not(HasSubstr("hush"))));
  }
}

TEST(Options, ReportsWhichVariableOrFileIsWrong) {
  EXPECT_THAT(ErrorOf({}, {{"BACKLINKS_MAX_DEPTH", "x"}}),
              AllOf(HasSubstr("BACKLINKS_MAX_DEPTH"), HasSubstr("whole")));
  const TempFile file("range", "page_rows = 0\n");
  EXPECT_THAT(ErrorOf({"--flagfile=" + file.path()}),
              AllOf(HasSubstr(file.path()), HasSubstr("1 to 1000000")));
}

TEST(Options, PrintsHelpAndVersion) {
  const Result help = Parse({"--page_rows=0", "--help"});
  ASSERT_TRUE(std::holds_alternative<PrintAndExit>(help));
  EXPECT_THAT(
      std::get<PrintAndExit>(help).text,
      AllOf(HasSubstr("--max_batch_age_ms"), HasSubstr("127.0.0.1:9464"),
            HasSubstr("BACKLINKS_<FLAG>")));
  const Result version = Parse({"--version"});
  ASSERT_TRUE(std::holds_alternative<PrintAndExit>(version));
  EXPECT_THAT(std::get<PrintAndExit>(version).text,
              testing::MatchesRegex("backlinks-server [0-9.]+\n"));
}

}  // namespace
}  // namespace backlinks::config
