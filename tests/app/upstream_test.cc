// How the way to an upstream is put together, against a scripted server.
#include "service/app/upstream.h"

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/use_future.hpp"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/state/sqlite_state.h"
#include "tests/support/file/temporary_folder.h"
#include "tests/support/http/scripted_server.h"

namespace backlinks::app {
namespace {

using testing_http::Request;
using testing_http::Script;
using testing_http::ScriptedServer;
using testing_http::Send;

constexpr int kDocumentedRate = 60;

class NoObserver final : public CallObserver {
 public:
  void OnStart(std::string_view) override {}
  void OnFinish(const CallRecord&) override {}
};

// One connection that responds to more requests than the limit of a minute.
Script ManyResponses() {
  Script script;
  for (int i = 0; i < 2 * kDocumentedRate; ++i) {
    script.push_back(Request());
    script.push_back(Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  }
  return script;
}

boost::asio::awaitable<absl::Status> Fetch(exchange::HttpExchange& exchange,
                                           const HttpRequest& request,
                                           SteadyTime deadline) {
  int64_t attempts = 0;
  auto response = co_await exchange.Send(request, deadline, attempts);
  co_return response.status();
}

struct RateCase {
  std::string name;
  std::string dialect;
  int flag;
  int sent;  // Before one is rejected; -1 if none is.
};

class UpstreamRate : public testing::TestWithParam<RateCase> {};

TEST_P(UpstreamRate, IsThatOfFlagAndDialect) {
  // One for each worker.
  ScriptedServer server({ManyResponses(), ManyResponses()});
  config::Options options;
  options.upstream = options.dialect = GetParam().dialect;
  options.url = config::UpstreamUrl{false, "127.0.0.1", server.port(), "/"};
  options.upstream_requests_per_minute = GetParam().flag;
  NoObserver observer;
  const auto state = *state::SqliteState::Open({});
  IoWorkers workers(2, [](std::string_view what) { ADD_FAILURE() << what; });
  const auto upstream = Upstream::Open(
      options, workers, {observer, CacheObserver::None(), *state});
  ASSERT_TRUE(upstream.ok()) << upstream.status();
  EXPECT_EQ((*upstream)->dialect().name(), GetParam().dialect);
  HttpRequest request;
  request.target = Secret("/");
  int sent = 0;
  absl::Status last;
  while (last.ok() && sent < kDocumentedRate + 5) {
    const int worker = sent % 2;
    auto fetched =
        boost::asio::co_spawn(workers.at(worker),
                              Fetch((*upstream)->exchange(worker), request,
                                    SteadyTime::Now() + absl::Seconds(20)),
                              boost::asio::use_future);
    last = fetched.get();
    if (last.ok()) ++sent;
  }
  workers.Stop();
  if (GetParam().sent < 0) {
    EXPECT_TRUE(last.ok()) << last;
  } else {
    EXPECT_EQ(GetReason(last), Reason::kUpstreamRate) << last;
    EXPECT_EQ(sent, GetParam().sent);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, UpstreamRate,
    testing::Values(RateCase{"V2", "ahrefs_v2", -1, -1},
                    RateCase{"V2Told", "ahrefs_v2", 3, 3},
                    RateCase{"V3", "ahrefs_v3", -1, kDocumentedRate},
                    RateCase{"V3Told", "ahrefs_v3", 3, 3},
                    RateCase{"V3NoLimit", "ahrefs_v3", 0, -1}),
    [](const auto& info) { return info.param.name; });

struct ImportCase {
  std::string name;
  std::string rank;
  std::string note;
};

class UpstreamImport : public testing::TestWithParam<ImportCase> {};

TEST_P(UpstreamImport, NotesTheMalformedCellsOfTheOwnRows) {
  const testing_file::TemporaryFolder folder;
  config::Options options;
  options.dialect = "ahrefs_v2";
  options.embedded_data =
      folder.Write("rows", R"({"url_to":"https://a.example/","ahrefs_rank":)" +
                               GetParam().rank + "}\n");
  NoObserver observer;
  const auto state = *state::SqliteState::Open({});
  IoWorkers workers(1, [](std::string_view what) { ADD_FAILURE() << what; });
  const auto upstream = Upstream::Open(
      options, workers, {observer, CacheObserver::None(), *state});
  ASSERT_TRUE(upstream.ok()) << upstream.status();
  EXPECT_EQ((*upstream)->import_note(), GetParam().note);
  workers.Stop();
}

INSTANTIATE_TEST_SUITE_P(
    All, UpstreamImport,
    testing::Values(ImportCase{"Malformed", R"("x")",
                               "1 cell is malformed: ahrefs_rank (1)"},
                    ImportCase{"Valid", "1", ""}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace backlinks::app
