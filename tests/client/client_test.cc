#include "backlinks/client.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/error_details.h"
#include "service/common/status/status.h"
#include "tests/client/scripted_service.h"

namespace backlinks {
namespace {

class ClientTest : public testing::Test {
 protected:
  ScriptedService service_;
  Client client_{{.server = service_.address()}};
};

TEST_F(ClientTest, OneCallEach) {
  v1::ListRefpagesResponse page;
  page.set_next_page_token("p2");
  service_.OnList(page);
  v1::ListRefpagesRequest list;
  list.set_page_token("p1");
  EXPECT_EQ(client_.ListRefpages(list)->next_page_token(), "p2");
  EXPECT_EQ(service_.ListRequests()[0].page_token(), "p1");

  v1::ExplainRefpagesResponse plan;
  plan.set_dialect("ahrefs_v2");
  service_.OnExplain(plan);
  v1::ExplainRefpagesRequest explain;
  explain.set_row_limit(7);
  EXPECT_EQ(client_.ExplainRefpages(explain)->dialect(), "ahrefs_v2");
  EXPECT_EQ(service_.ExplainRequests()[0].row_limit(), 7);

  v1::ParseFilterResponse parsed;
  parsed.set_canonical_text("nofollow");
  service_.OnParse(parsed);
  v1::ParseFilterRequest parse;
  parse.set_text("nofollow");
  EXPECT_EQ(client_.ParseFilter(parse)->canonical_text(), "nofollow");
  EXPECT_EQ(service_.ParseRequests()[0].text(), "nofollow");

  v1::GetUsageResponse usage;
  usage.add_periods()->set_row_count(3);
  service_.OnUsage(usage);
  EXPECT_EQ(client_.GetUsage()->periods(0).row_count(), 3);
}

TEST_F(ClientTest, ErrorsKeepTheirDetails) {
  const absl::Status error = WithRetryDelay(
      MakeError(Reason::kUpstreamRate, "slower", {{"rate", "5"}}),
      absl::Milliseconds(1500));
  service_.OnList(error);
  const absl::Status status = client_.ListRefpages({}).status();
  EXPECT_EQ(status, error);
  EXPECT_EQ(GetReason(status), Reason::kUpstreamRate);
  EXPECT_EQ(GetMetadata(status, "rate"), "5");
  EXPECT_EQ(GetMetadata(status, "other"), std::nullopt);
  EXPECT_EQ(GetRetryDelay(status), absl::Milliseconds(1500));
  EXPECT_EQ(GetRetryDelay(Broken()), std::nullopt);
  EXPECT_EQ(GetMetadata(absl::UnknownError(""), "rate"), std::nullopt);
}

TEST_F(ClientTest, UnavailableIsTriedAgain) {
  service_.OnList(Broken());
  service_.OnList(v1::ListRefpagesResponse());
  EXPECT_EQ(client_.ListRefpages({}).status(), absl::OkStatus());
  EXPECT_THAT(service_.ListRequests(), testing::SizeIs(2));
}

TEST_F(ClientTest, OtherFailuresAreNot) {
  service_.OnList(absl::InternalError("no"));
  service_.OnList(v1::ListRefpagesResponse());
  EXPECT_EQ(client_.ListRefpages({}).status(), absl::InternalError("no"));
}

TEST_F(ClientTest, TimeIsLimited) {
  service_.OnUsage(v1::GetUsageResponse());
  EXPECT_EQ(client_.GetUsage({}, -absl::Seconds(1)).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST_F(ClientTest, ForEachRowStopsWhenTold) {
  service_.OnStream({{RowsMessage(1, 5, "t5")}, Broken(), true});
  std::vector<int64_t> ranks;
  const absl::Status status =
      client_.ForEachRow({}, [&](const v1::Refpage& row) {
        ranks.push_back(row.ahrefs_rank());
        return ranks.size() < 3;
      });
  EXPECT_EQ(status, absl::OkStatus());
  EXPECT_THAT(ranks, testing::ElementsAre(1, 2, 3));
}

TEST_F(ClientTest, BrokenOptionsFailEveryCall) {
  Client client({.server = service_.address(), .ca_file = "/nowhere/ca.pem"});
  constexpr auto kCode = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(client.ListRefpages({}).status().code(), kCode);
  EXPECT_EQ(client.ExplainRefpages({}).status().code(), kCode);
  EXPECT_EQ(client.ParseFilter({}).status().code(), kCode);
  EXPECT_EQ(client.GetUsage().status().code(), kCode);
  RefpageStream stream = client.StreamRefpages({});
  EXPECT_EQ(stream.NextRow(), nullptr);
  stream.Cancel();
  EXPECT_EQ(stream.Finish().code(), kCode);
}

}  // namespace
}  // namespace backlinks
