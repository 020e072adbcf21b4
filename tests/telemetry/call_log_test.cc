#include "service/telemetry/call_log.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include "boost/json/parse.hpp"
#include "boost/json/serialize.hpp"
#include "boost/json/value.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/common/text/log_text.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::telemetry {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr absl::Duration kMaxWait = absl::Minutes(1);

class CallLogTest : public testing::Test {
 protected:
  std::unique_ptr<CallLog> MustOpen(LogLevel level) {
    auto log = CallLog::Open(path_, level);
    EXPECT_TRUE(log.ok()) << log.status();
    return *std::move(log);
  }

  // Every line, parsed strictly: one that is not a JSON object fails.
  std::vector<json::object> Lines() const {
    std::ifstream file(path_);
    std::vector<json::object> lines;
    for (std::string line; std::getline(file, line);) {
      boost::system::error_code failed;
      json::value value = json::parse(line, failed);
      EXPECT_FALSE(failed) << line;
      if (!failed) lines.push_back(value.as_object());
    }
    return lines;
  }

  // As it was written.
  std::string FirstLine() const {
    std::ifstream file(path_);
    std::string line;
    std::getline(file, line);
    return line;
  }

  const testing_file::TemporaryFolder folder_;
  const std::string path_ = folder_.path("log.jsonl");
};

CallRecord MakeRecord() {
  CallRecord record;
  record.method = "StreamRefpages";
  record.peer = "ipv4:127.0.0.1:5";
  record.caller = "seo-dashboard";
  record.trace_id = "0af7651916cd43dd8448eb211c80319c";
  record.target = "github.com";
  record.user_agent = "grpc-go/1.76.0";
  record.query_hash = "00112233445566ff";
  record.where_shape = "ahrefs_rank >= 20 AND anchor:\"…\"";
  record.residual_shape = "anchor:\"…\"";
  record.residual = "anchor:\"secret\"";
  record.pushed_where = "ahrefs_rank>=20";
  record.page_rows = 1000;
  record.start = absl::FromUnixMillis(1'700'000'000'000);
  record.duration = absl::Microseconds(20'500);
  record.first_row = absl::Microseconds(3'250);
  record.end_reason = "LIMIT";
  record.sent_rows = 100;
  record.scanned_rows = 120;
  record.sent_messages = 3;
  record.sent_bytes = 5000;
  record.upstream_calls = 2;
  record.pages = 1;
  record.received_bytes = 9000;
  record.price = 6200;
  return record;
}

TEST_F(CallLogTest, WritesACallAsOneLine) {
  MustOpen(LogLevel::kInfo)->OnFinish(MakeRecord());
  ASSERT_EQ(Lines().size(), 1u);
  EXPECT_EQ(
      FirstLine(),
      R"({"time":"2023-11-14T22:13:20.020500Z","level":"info","event":"call",)"
      R"("method":"StreamRefpages","peer":"ipv4:127.0.0.1:5",)"
      R"("caller":"seo-dashboard",)"
      R"("trace_id":"0af7651916cd43dd8448eb211c80319c",)"
      R"("user_agent":"grpc-go/1.76.0","target":"github.com",)"
      R"("query_hash":"00112233445566ff",)"
      R"("where":"ahrefs_rank >= 20 AND anchor:\"…\"",)"
      R"("residual":"anchor:\"…\"","page_rows":1000,"status":"OK",)"
      R"("rows":100,"scanned":120,"messages":3,"bytes":5000,"pages":1,)"
      R"("upstream_calls":2,"received_bytes":9000,"price":6.2,)"
      R"("duration_ms":20.5,"first_row_ms":3.25,"end_reason":"LIMIT"})");
}

TEST_F(CallLogTest, WritesNumbersAsPlainDecimals) {
  CallRecord record = MakeRecord();
  record.price = 240'000;
  record.repeated_price = 1;
  record.duration = absl::Hours(1000);
  record.first_row = absl::Microseconds(1);
  MustOpen(LogLevel::kInfo)->OnFinish(record);
  const std::string line = FirstLine();
  EXPECT_THAT(line, HasSubstr(R"("price":240,)"));
  EXPECT_THAT(line, HasSubstr(R"("repeated_price":0.001,)"));
  EXPECT_THAT(line, HasSubstr(R"("duration_ms":3600000000,)"));
  EXPECT_THAT(line, HasSubstr(R"("first_row_ms":0.001,)"));
}

TEST_F(CallLogTest, ReportsCachedPages) {
  CallRecord record = MakeRecord();
  record.cached_pages = 2;
  MustOpen(LogLevel::kInfo)->OnFinish(record);
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].at("cached_pages").as_int64(), 2);
}

TEST_F(CallLogTest, QuotesNoCallerBelowDebug) {
  CallRecord record = MakeRecord();
  record.status = MakeInvalid(Reason::kInvalidQuery, {{"query", "secret"}});
  MustOpen(LogLevel::kInfo)->OnFinish(record);
  ASSERT_EQ(Lines().size(), 1u);
  EXPECT_THAT(json::serialize(Lines()[0]), Not(HasSubstr("secret")));
  EXPECT_EQ(Lines()[0].at("reason").as_string(), "INVALID_QUERY");
}

TEST_F(CallLogTest, HasTheCauseOfAnInternalError) {
  CallRecord record = MakeRecord();
  record.status =
      WithCause(MakeError(Reason::kInternal, "internal error"), "bad_alloc");
  MustOpen(LogLevel::kInfo)->OnFinish(record);
  ASSERT_EQ(Lines().size(), 1u);
  EXPECT_EQ(Lines()[0].at("cause").as_string(), "bad_alloc");
}

TEST_F(CallLogTest, QuotesAllAtDebug) {
  MustOpen(LogLevel::kDebug)->OnFinish(MakeRecord());
  ASSERT_EQ(Lines().size(), 1u);
  EXPECT_EQ(Lines()[0].at("residual").as_string(), "anchor:\"secret\"");
  EXPECT_EQ(Lines()[0].at("pushed_where").as_string(), "ahrefs_rank>=20");
}

TEST_F(CallLogTest, WritesStatusReasonAndLevel) {
  const struct {
    absl::Status status;
    std::string level, reason;
  } cases[] = {
      {MakeError(Reason::kUpstreamMalformed, "bad JSON"), "error",
       "UPSTREAM_MALFORMED"},
      {MakeError(Reason::kUpstreamUnavailable, "gone"), "warn",
       "UPSTREAM_UNAVAILABLE"},
      {MakeError(Reason::kCancelled, "cancelled"), "info", "CANCELLED"},
      {MakeInvalid(Reason::kInvalidQuery, {{"query", "wrong"}}), "info",
       "INVALID_QUERY"},
      {absl::InternalError("plain"), "error", ""},
  };
  const auto log = MustOpen(LogLevel::kDebug);
  for (const auto& c : cases) {
    CallRecord record = MakeRecord();
    record.status = c.status;
    log->OnFinish(record);
  }
  ASSERT_TRUE(log->Flush(kMaxWait));
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), std::size(cases));
  for (size_t i = 0; i < lines.size(); ++i) {
    const json::object& line = lines[i];
    EXPECT_EQ(line.at("level").as_string(), cases[i].level);
    EXPECT_EQ(line.at("status").as_string(),
              absl::StatusCodeToString(cases[i].status.code()));
    EXPECT_EQ(line.at("message").as_string(),
              std::string(cases[i].status.message()));
    const json::value* reason = line.if_contains("reason");
    EXPECT_EQ(reason == nullptr ? "" : reason->as_string(), cases[i].reason);
  }
}

TEST_F(CallLogTest, SurvivesHostileText) {
  const std::string texts[] = {
      "a\"},{\"level\":\"error\"\n{\"x\":1}",
      std::string("nul\0nul", 7),
      "\xff\xfe broken \xc3",
      "\x1b[2J\x9b terminal",
      "bidi \xe2\x80\xae \xf0\x9f\x98\x80",
      std::string(100'000, '"'),
  };
  const auto log = MustOpen(LogLevel::kInfo);
  for (const std::string& text : texts) {
    CallRecord record = MakeRecord();
    record.target = record.where_shape = record.peer = text;
    record.status = absl::InternalError(text);
    log->OnFinish(record);
    log->Log(LogLevel::kInfo, text, {{"field", text}});
  }
  ASSERT_TRUE(log->Flush(kMaxWait));
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 2 * std::size(texts));
  for (const json::object& line : lines) {
    EXPECT_LT(json::serialize(line).size(), 20'000u);
  }
  EXPECT_EQ(lines[0].at("target").as_string(), texts[0]);
}

TEST_F(CallLogTest, WritesMalformedCellsByColumn) {
  CallRecord record = MakeRecord();
  record.malformed_cells[FindColumn("title")->number] = 2;
  MustOpen(LogLevel::kInfo)->OnFinish(record);
  EXPECT_EQ(json::serialize(Lines().at(0).at("malformed_cells")),
            R"({"title":2})");
}

TEST_F(CallLogTest, WritesServerEvents) {
  MustOpen(LogLevel::kInfo)
      ->Log(LogLevel::kWarn, "draining", {{"grace", "30s"}, {"empty", ""}});
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].at("level").as_string(), "warn");
  EXPECT_EQ(lines[0].at("event").as_string(), "server");
  EXPECT_EQ(lines[0].at("message").as_string(), "draining");
  EXPECT_EQ(lines[0].at("grace").as_string(), "30s");
  EXPECT_EQ(lines[0].if_contains("empty"), nullptr);
}

TEST_F(CallLogTest, WritesFromItsLevelUp) {
  const struct {
    LogLevel level;
    size_t lines;
  } cases[] = {{LogLevel::kDebug, 5},
               {LogLevel::kInfo, 3},
               {LogLevel::kWarn, 2},
               {LogLevel::kError, 1},
               {LogLevel::kOff, 0}};
  for (const auto& c : cases) {
    std::filesystem::remove(path_);
    const auto log = MustOpen(c.level);
    log->OnStart("StreamRefpages");
    log->OnUpstream(200, absl::Milliseconds(1));
    log->OnFinish(MakeRecord());
    log->Log(LogLevel::kDebug, "d");
    log->Log(LogLevel::kWarn, "w");
    log->Log(LogLevel::kError, "e");
    log->Log(LogLevel::kOff, "never");
    ASSERT_TRUE(log->Flush(kMaxWait));
    EXPECT_EQ(Lines().size(), c.lines);
  }
}

TEST_F(CallLogTest, KeepsLinesOfManyThreadsApart) {
  const auto log = MustOpen(LogLevel::kInfo);
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&log] {
      for (int i = 0; i < 200; ++i) log->OnFinish(MakeRecord());
    });
  }
  for (auto& thread : threads) thread.join();
  ASSERT_TRUE(log->Flush(kMaxWait));
  EXPECT_EQ(Lines().size(), 800u);
}

TEST_F(CallLogTest, AppendsToWhatIsThere) {
  MustOpen(LogLevel::kInfo)->Log(LogLevel::kInfo, "one");
  MustOpen(LogLevel::kInfo)->Log(LogLevel::kInfo, "two");
  EXPECT_EQ(Lines().size(), 2u);
}

TEST(CallLog, ReportsWhyAFileCannotBeOpened) {
  // A file is no folder: this fails for root too.
  const auto log = CallLog::Open("/dev/null/x.log", LogLevel::kInfo);
  ASSERT_FALSE(log.ok());
  EXPECT_THAT(std::string(log.status().message()), HasSubstr("/dev/null"));
}

TEST(CallLog, WritesToStandardError) {
  testing::internal::CaptureStderr();
  const auto log = CallLog::Open("", LogLevel::kInfo);
  ASSERT_TRUE(log.ok());
  (*log)->Log(LogLevel::kInfo, "hello");
  EXPECT_TRUE((*log)->Flush(kMaxWait));
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr(R"("message":"hello")"));
}

TEST(CallLog, ParsesTheLevels) {
  EXPECT_EQ(LogLevelOf("debug"), LogLevel::kDebug);
  EXPECT_EQ(LogLevelOf("info"), LogLevel::kInfo);
  EXPECT_EQ(LogLevelOf("warn"), LogLevel::kWarn);
  EXPECT_EQ(LogLevelOf("error"), LogLevel::kError);
  EXPECT_EQ(LogLevelOf("off"), LogLevel::kOff);
}

TEST(LogText, CutsAndSanitizes) {
  const struct {
    std::string text;
    size_t max;
    std::string expected;
  } cases[] = {
      {"", 3, ""},
      {"abc", 3, "abc"},
      {"abcd", 3, "..."},
      {"abcdef", 5, "ab..."},
      {"\xc3\xa4\xc3\xa4\xc3\xa4", 6, "\xc3\xa4\xc3\xa4\xc3\xa4"},
      {"\xc3\xa4\xc3\xa4\xc3\xa4", 5, "\xc3\xa4..."},
      {"a\xff"
       "b",
       9,
       "a\xef\xbf\xbd"
       "b"},
      {"\x7f", 9, "\xef\xbf\xbd"},
      {"\xc2\x9b", 9, "\xef\xbf\xbd"},
      {"\u202e\u2066\u2028\u200d", 12, "\ufffd\ufffd\ufffd\u200d"},
      {"\x1b\n", 9, "\x1b\n"},
      {"\xed\xa0\x80", 9, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(text::LogText(c.text, c.max), c.expected) << c.text;
  }
}

class FakeObserver : public CallObserver {
 public:
  void OnStart(std::string_view method) override { seen.emplace_back(method); }
  void OnFinish(const CallRecord& record) override {
    seen.push_back(record.target);
  }
  void OnUpstream(int http_status, absl::Duration /*latency*/) override {
    seen.push_back(std::to_string(http_status));
  }
  std::vector<std::string> seen;
};

TEST(FanOutObserver, NotifiesEveryObserver) {
  FakeObserver first;
  FakeObserver second;
  FanOutObserver both({&first, &second});
  both.OnStart("StreamRefpages");
  both.OnUpstream(200, absl::ZeroDuration());
  both.OnFinish(MakeRecord());
  for (const FakeObserver* observer : {&first, &second}) {
    EXPECT_THAT(observer->seen,
                ElementsAre("StreamRefpages", "200", "github.com"));
  }
}

}  // namespace
}  // namespace backlinks::telemetry
