#include "client/cpp/cli/host_counts.h"
#include "client/cpp/cli/top_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/command_run.h"
#include "tests/client/scripted_service.h"

namespace backlinks {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

v1::StreamRefpagesResponse Message(const std::vector<std::string>& urls) {
  v1::StreamRefpagesResponse message;
  for (const auto& url : urls) message.add_refpages()->set_url_from(url);
  return message;
}

TEST(HostOfUrlTest, IsTheHostAlone) {
  EXPECT_EQ(cli::HostOfUrl("https://u:p@a.example:8080/b?c#d"), "a.example");
  EXPECT_EQ(cli::HostOfUrl("http://[::1]:80/"), "[::1]");
  EXPECT_EQ(cli::HostOfUrl("a.example/x"), "a.example");
  EXPECT_EQ(cli::HostOfUrl("https:///x"), "-");
  EXPECT_EQ(cli::HostOfUrl(""), "-");
}

TEST(HostCountsTest, ExactBelowItsCapacity) {
  cli::HostCounts counts(2);
  for (const char* host : {"a", "b", "b"}) counts.Add(host);
  EXPECT_TRUE(counts.exact());
  EXPECT_EQ(counts.Top(1)[0].host, "b");
  EXPECT_EQ(counts.Top(5)[1].rows, 1);
}

TEST(HostCountsTest, AHeavyHitterStaysAndIsNeverUndercounted) {
  cli::HostCounts counts(10);
  for (int i = 0; i < 1000; ++i) {
    counts.Add("heavy");
    counts.Add(std::to_string(i));
  }
  EXPECT_FALSE(counts.exact());
  EXPECT_EQ(counts.size(), 10U);
  EXPECT_EQ(counts.Top(1)[0].host, "heavy");
  EXPECT_GE(counts.Top(1)[0].rows, 1000);
  EXPECT_LE(counts.Top(1)[0].rows, 1000 + 2000 / 10);
}

TEST(TopBarsTest, FitAnyScreen) {
  cli::TopState state{"t", cli::HostCounts(10), {}, 3, 1};
  for (const char* host : {"a", "a", "b"}) state.counts.Add(host);
  EXPECT_THAT(cli::TopBars(state, 23, 5),
              ElementsAre("a              2 ██████", "b              1 ███"));
  EXPECT_EQ(cli::TopBars(state, 1, 1).size(), 1U);
  EXPECT_TRUE(cli::TopBars(state, 80, -1).empty());
  EXPECT_EQ(cli::TopHead(state), "3 rows of 2 hosts in 1 s, 3 rows/s");
}

TEST(TopCommandTest, APipeGetsATable) {
  ScriptedService service;
  service.OnStream({{Message({"https://b.example/", "https://a.example/1"}),
                     Message({"https://a.example/2"}), SummaryMessage()}});
  const CommandRun run =
      RunCommand({"top", "--server", service.address(), "t.example"});
  EXPECT_EQ(run.exit, 0);
  EXPECT_THAT(run.out, StartsWith("a.example "));
  EXPECT_THAT(run.out, HasSubstr("\nb.example "));
  EXPECT_THAT(run.err, StartsWith("3 rows of 2 hosts"));
  EXPECT_THAT(service.StreamRequests()[0].query().read_mask().paths(),
              ElementsAre("url_from"));
}

TEST(TopCommandTest, AResultTruncatedByThePriceCapIsReported) {
  ScriptedService service;
  auto last = SummaryMessage();
  last.mutable_summary()->set_end_reason(v1::END_REASON_PRICE);
  service.OnStream({{Message({"https://b.example/"}), last}});
  const CommandRun run =
      RunCommand({"top", "--server", service.address(), "t.example"});
  EXPECT_EQ(run.exit, 3);
  EXPECT_THAT(run.err, HasSubstr("truncated by the price cap after 1 rows"));
}

}  // namespace
}  // namespace backlinks
