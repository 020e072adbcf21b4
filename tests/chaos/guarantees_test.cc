// What the contract guarantees of filters, pages and tokens, over the whole
// server: each test is a case that other services got wrong.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "service/cursor/cursor_codec.h"
#include "service/embedded/embedded_upstream.h"
#include "tests/chaos/streams.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::chaos {
namespace {

constexpr char kTarget[] = "target.example";
constexpr int64_t kRows = 300;
constexpr char kKey[] = "a key for the tests, of more than 16 bytes";
constexpr char kOtherKey[] = "another key for them, of more than 16 bytes";

std::string WriteFile(const std::string& name, const std::string& text) {
  static const testing_file::TemporaryFolder folder;
  return folder.Write(name, text);
}

// Row n has http_code n, and few different ranks.
std::string WriteRows() {
  std::string lines;
  for (int64_t i = 0; i < kRows; ++i) {
    lines += fmt::format(
        R"({{"url_from":"https://{}.example/{}","url_to":"https://{}/",)"
        R"("ahrefs_rank":{},"http_code":{},"link_type":"href"}})"
        "\n",
        i * 7919 % 31, i, kTarget, i % 5, i);
  }
  return WriteFile("rows.jsonl", lines);
}

std::unique_ptr<embedded::EmbeddedUpstream> StartUpstream(
    const std::string& fault = "") {
  embedded::EmbeddedOptions options;
  options.data = WriteRows();
  options.fault = *embedded::ParseFault(fault);
  auto started = embedded::EmbeddedUpstream::Start(options);
  EXPECT_TRUE(started.ok()) << started.status();
  return *std::move(started);
}

v1::Filter FilterOf(ServerFixture& server, const std::string& text) {
  v1::ParseFilterRequest request;
  request.set_text(text);
  v1::ParseFilterResponse response;
  grpc::ClientContext context;
  const grpc::Status status =
      server.stub().ParseFilter(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.filter();
}

void OrderByRank(v1::RefpagesQuery& query) {
  v1::OrderBy& key = *query.add_order_by();
  key.set_column("ahrefs_rank");
  key.set_direction(v1::SORT_DIRECTION_DESCENDING);
}

v1::StreamRefpagesRequest Request(int64_t rows = kRows) {
  v1::StreamRefpagesRequest request = RequestFor(kTarget, rows);
  request.mutable_query()->mutable_read_mask()->add_paths("url_from");
  return request;
}

std::string UrlOf(int64_t row) {
  return fmt::format("https://{}.example/{}", row * 7919 % 31, row);
}

class GuaranteesTest : public testing::Test {
 protected:
  // A server with so many rows a page.
  ServerFixture Open(int64_t page_rows, std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--page_rows", fmt::to_string(page_rows)});
    return ServerFixture::On(upstream_->url(), std::move(more));
  }

  std::unique_ptr<embedded::EmbeddedUpstream> upstream_ = StartUpstream();
};

// A disjunction over two columns: v2 cannot say it.
constexpr char kLastRows[] = R"(http_code >= 290 OR anchor = "none")";

TEST_F(GuaranteesTest, APageThatIsAllResidualIsNotTheEnd) {
  ServerFixture server = Open(20);
  auto request = Request(5);
  *request.mutable_query()->mutable_having() = FilterOf(server, kLastRows);
  const Outcome outcome = RunStream(server, request);
  EXPECT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.urls.size(), 5);
  EXPECT_EQ(outcome.summary.end_reason(), v1::END_REASON_LIMIT);
  EXPECT_GT(outcome.summary.page_count(), 1);
}

TEST_F(GuaranteesTest, ALimitIsNotPushedDownWithAResidual) {
  ServerFixture server = Open(1000);
  auto request = Request(10);
  *request.mutable_query()->mutable_having() = FilterOf(server, kLastRows);
  const Outcome outcome = RunStream(server, request);
  EXPECT_TRUE(outcome.status.ok()) << outcome.status;
  const std::set<std::string> urls(outcome.urls.begin(), outcome.urls.end());
  std::set<std::string> expected;
  for (int64_t row = 290; row < kRows; ++row) expected.insert(UrlOf(row));
  EXPECT_EQ(urls, expected);
  for (const embedded::AnsweredRequest& answered :
       upstream_->account().latest()) {
    EXPECT_GT(answered.limit, 10);
  }
}

TEST_F(GuaranteesTest,
       RowsEqualInEveryKeyAreNeitherLostNorRepeatedBetweenPages) {
  upstream_ = StartUpstream("unstable");
  ServerFixture server = Open(7);
  auto request = Request();
  OrderByRank(*request.mutable_query());
  const Outcome outcome = RunStream(server, request);
  EXPECT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.urls.size(), kRows);
  EXPECT_EQ(
      std::set<std::string>(outcome.urls.begin(), outcome.urls.end()).size(),
      kRows);
  EXPECT_TRUE(std::is_sorted(outcome.ranks.rbegin(), outcome.ranks.rend()));
}

// Of the upstream itself: what the test above relies on.
TEST_F(GuaranteesTest, AnUnstableUpstreamIsUnstable) {
  upstream_ = StartUpstream("unstable");
  ServerFixture server = Open(1000);
  auto request = Request();
  OrderByRank(*request.mutable_query());
  EXPECT_NE(RunStream(server, request).urls, RunStream(server, request).urls);
}

std::vector<std::string> ListAll(ServerFixture& server,
                                 const v1::RefpagesQuery& query,
                                 int32_t page_size) {
  v1::ListRefpagesRequest request;
  *request.mutable_query() = query;
  request.set_page_size(page_size);
  std::vector<std::string> urls;
  do {
    v1::ListRefpagesResponse response;
    grpc::ClientContext context;
    const grpc::Status status =
        server.stub().ListRefpages(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_LE(response.refpages_size(), page_size);
    for (const v1::Refpage& row : response.refpages()) {
      urls.push_back(row.url_from());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && urls.size() <= kRows);
  return urls;
}

TEST_F(GuaranteesTest, ListingPageByPageReturnsTheRowsOfTheStream) {
  ServerFixture server = Open(90);
  auto request = Request();
  OrderByRank(*request.mutable_query());
  const Outcome outcome = RunStream(server, request);
  ASSERT_EQ(outcome.urls.size(), kRows);
  for (const int32_t page_size : {7, 100, 299, 1000}) {
    SCOPED_TRACE(page_size);
    EXPECT_EQ(ListAll(server, request.query(), page_size), outcome.urls);
  }
}

TEST_F(GuaranteesTest, ListingWithAResidualLosesNothing) {
  ServerFixture server = Open(90);
  auto request = Request();
  *request.mutable_query()->mutable_having() =
      FilterOf(server, R"(ahrefs_rank = 3 OR anchor = "none")");
  const Outcome outcome = RunStream(server, request);
  ASSERT_EQ(outcome.urls.size(), kRows / 5);
  const std::vector<std::string> listed = ListAll(server, request.query(), 7);
  EXPECT_EQ(listed.size(), outcome.urls.size());
  EXPECT_EQ(listed, outcome.urls);
}

class TokenTest : public GuaranteesTest {
 protected:
  ServerFixture OpenWithKey(const std::string& key) {
    return Open(100, {"--token_key_file", WriteFile("key", key),
                      "--max_batch_bytes", "4096"});
  }

  Reason ReasonOf(ServerFixture& server,
                  const v1::StreamRefpagesRequest& request) {
    const Outcome outcome = RunStream(server, request);
    EXPECT_TRUE(outcome.status.ok() || outcome.ranks.empty());
    return GetReason(outcome.status).value_or(Reason::kInternal);
  }

  ServerFixture server_ = OpenWithKey(kKey);
};

TEST_F(TokenTest, EveryTokenResumesExactlyAfterItsRowsOnAnyServerWithTheKey) {
  auto request = Request();
  const Outcome whole = RunStream(server_, request);
  ASSERT_EQ(whole.urls.size(), kRows);
  ASSERT_GT(whole.tokens.size(), 2);
  ServerFixture other = OpenWithKey(kKey);
  for (size_t i = 0; i < whole.tokens.size(); ++i) {
    SCOPED_TRACE(i);
    request.set_resume_token(whole.tokens[i]);
    const Outcome rest = RunStream(other, request);
    EXPECT_TRUE(rest.status.ok()) << rest.status;
    const std::vector<std::string> expected(
        whole.urls.begin() + static_cast<ptrdiff_t>(whole.rows_until_token[i]),
        whole.urls.end());
    EXPECT_EQ(rest.urls, expected);
  }
  EXPECT_EQ(RunStream(other, request).summary.upstream_call_count(), 0);
}

TEST_F(TokenTest, TruncatedOrAlteredOnesAreRejected) {
  auto request = Request();
  const std::string token = RunStream(server_, request).tokens.front();
  for (size_t i = 0; i < token.size(); ++i) {
    SCOPED_TRACE(i);
    std::string altered = token;
    // The last character of base64 may hold bits that mean nothing.
    altered[i] = altered[i] == 'A' ? 'Q' : 'A';
    request.set_resume_token(altered);
    EXPECT_EQ(ReasonOf(server_, request), Reason::kInvalidToken);
    if (i == 0) continue;
    request.set_resume_token(token.substr(0, i));
    EXPECT_EQ(ReasonOf(server_, request), Reason::kInvalidToken);
  }
}

TEST_F(TokenTest, OnesOfAnotherKeyAreRejected) {
  auto request = Request();
  request.set_resume_token(RunStream(server_, request).tokens.front());
  ServerFixture other = OpenWithKey(kOtherKey);
  EXPECT_EQ(ReasonOf(other, request), Reason::kInvalidToken);
  ServerFixture keyless = Open(100);
  EXPECT_EQ(ReasonOf(keyless, request), Reason::kInvalidToken);
}

TEST_F(TokenTest, OnesOfAnotherQueryAreRejected) {
  auto request = Request();
  request.set_resume_token(RunStream(server_, request).tokens.front());
  request.set_row_limit(17);  // Not of the query.
  EXPECT_TRUE(RunStream(server_, request).status.ok());
  OrderByRank(*request.mutable_query());
  EXPECT_EQ(ReasonOf(server_, request), Reason::kTokenQueryMismatch);
}

TEST_F(TokenTest, ExpiredOnesAreRejected) {
  auto request = Request();
  const absl::Duration day = absl::Hours(24);
  const cursor::CursorCodec codec(Secret(kKey), day);
  const std::string hash = cursor::HashQuery("ahrefs_v2", request.query());
  const auto token_of = [&](absl::Duration age, cursor::TokenKind kind) {
    return codec.Encode(kind, hash, Cursor(), absl::Now() - age);
  };
  request.set_resume_token(
      token_of(absl::Hours(23), cursor::TokenKind::kStream));
  EXPECT_EQ(RunStream(server_, request).urls.size(), kRows);
  request.set_resume_token(
      token_of(absl::Hours(25), cursor::TokenKind::kStream));
  EXPECT_EQ(ReasonOf(server_, request), Reason::kTokenExpired);
  request.set_resume_token(
      token_of(absl::ZeroDuration(), cursor::TokenKind::kList));
  EXPECT_EQ(ReasonOf(server_, request), Reason::kInvalidToken);
}

}  // namespace
}  // namespace backlinks::chaos
