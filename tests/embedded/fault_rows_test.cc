// Answers that break after a row, rows without a stable order, and what the
// account says of them.
#include <algorithm>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "boost/asio/connect.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/http.hpp"
#include "boost/json/parse.hpp"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/embedded/embedded_upstream.h"
#include "tests/support/file/temporary_folder.h"
#include "tests/support/http/compress.h"

namespace backlinks::embedded {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kRows = 30;
constexpr int kRanks = 3;
constexpr char kQuery[] =
    "/?token=t&from=backlinks&target=target.example&mode=domain"
    "&select=url_from,ahrefs_rank";

// One request over a connection of its own; the answer as it came.
class Client {
 public:
  Client(uint16_t port, const std::string& target, bool gzip = false) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
    http::request<http::empty_body> request(http::verb::get, target, 11);
    request.set(http::field::host, "localhost");
    if (gzip) request.set(http::field::accept_encoding, "gzip");
    http::write(socket_, request);
  }

  // All that comes; returns how it ended.
  boost::system::error_code ReadAll() {
    boost::system::error_code error;
    while (!error && !parser_.is_done()) ReadSome(error);
    return error;
  }

  // Until the body has come to this size.
  void ReadBody(size_t size) {
    boost::system::error_code error;
    while (!error && body().size() < size) ReadSome(error);
    EXPECT_FALSE(error) << error.message();
  }

  // Whether the connection is open and has nothing more to read.
  bool IsSilent() {
    socket_.non_blocking(true);
    return ReadAll() == asio::error::would_block;
  }

  const std::string& body() const { return parser_.get().body(); }

 private:
  void ReadSome(boost::system::error_code& error) {
    http::read_some(socket_, buffer_, parser_, error);
  }

  asio::io_context io_;
  asio::ip::tcp::socket socket_{io_};
  boost::beast::flat_buffer buffer_;
  http::response_parser<http::string_body> parser_;
};

class FaultRows : public testing::Test {
 protected:
  FaultRows() {
    std::ofstream rows(path("rows.jsonl"));
    for (int i = 0; i < kRows; ++i) {
      rows << fmt::format(
          R"({{"url_from":"http://a.example/{:02}","ahrefs_rank":{},)"
          R"("url_to":"http://target.example/"}})"
          "\n",
          i, i % kRanks);
    }
    rows.close();
    auto started = EmbeddedUpstream::Start(
        {.data = path("rows.jsonl"), .account_file = path("account")});
    EXPECT_TRUE(started.ok()) << started.status();
    upstream_ = *std::move(started);
  }
  std::string path(const std::string& name) const { return folder_.path(name); }

  void SetFault(const std::string& spec) {
    const auto fault = ParseFault(spec);
    ASSERT_TRUE(fault.ok()) << fault.status();
    upstream_->SetFault(*fault);
  }

  // The body of an answer without fault, and how much of it `rows` rows are.
  std::string Get(const std::string& target = kQuery) {
    Client client(upstream_->port(), target);
    EXPECT_FALSE(client.ReadAll());
    return client.body();
  }
  std::string FirstRows(int rows) {
    const std::string whole = Get();
    size_t end = whole.find('[') + 1;
    for (int i = 0; i < rows; ++i) end = whole.find('}', end) + 1;
    return whole.substr(0, end);
  }

  std::vector<std::string> Lines() const {
    std::ifstream file(path("account"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

  const testing_file::TemporaryFolder folder_;
  std::unique_ptr<EmbeddedUpstream> upstream_;
};

TEST_F(FaultRows, CutsAfterEveryRow) {
  for (int rows = 0; rows <= kRows; ++rows) {
    const std::string expected = FirstRows(rows);
    SetFault(fmt::format("cut_after_rows={},count=1", rows));
    Client client(upstream_->port(), kQuery);
    EXPECT_EQ(client.ReadAll(), http::error::partial_message) << rows;
    EXPECT_EQ(client.body(), expected) << rows;
  }
}

TEST_F(FaultRows, ResetsAfterARow) {
  const std::string expected = FirstRows(7);
  SetFault("reset_after_rows=7,count=1");
  Client client(upstream_->port(), kQuery);
  EXPECT_EQ(client.ReadAll(), asio::error::connection_reset);
  EXPECT_EQ(client.body(), expected);
}

TEST_F(FaultRows, StallsAfterARow) {
  const std::string expected = FirstRows(7);
  SetFault("stall_after_rows=7,count=1");
  Client client(upstream_->port(), kQuery);
  client.ReadBody(expected.size());
  EXPECT_EQ(client.body(), expected);
  EXPECT_TRUE(client.IsSilent());
}

TEST_F(FaultRows, SendsGarbageAfterARow) {
  const std::string expected = FirstRows(7);
  SetFault("garbage_after_rows=7,count=1");
  Client client(upstream_->port(), kQuery);
  EXPECT_FALSE(client.ReadAll());
  EXPECT_THAT(client.body(), testing::StartsWith(expected + "\x01"));
}

TEST_F(FaultRows, SendsTheRowsBeforeToAPeerThatAcceptsGzip) {
  const std::string expected = FirstRows(7);
  SetFault("cut_after_rows=7,count=1");
  Client client(upstream_->port(), kQuery, true);
  EXPECT_EQ(client.ReadAll(), http::error::partial_message);
  EXPECT_EQ(testing_http::Decompress(client.body()).text, expected);
}

TEST_F(FaultRows, LeavesAResponseWithFewerRowsUnchanged) {
  const std::string whole = Get();
  SetFault(fmt::format("cut_after_rows={}", kRows + 1));
  EXPECT_EQ(Get(), whole);
}

TEST_F(FaultRows, StillBreaksAfterBytes) {
  const std::string whole = Get();
  SetFault("cut_after_rows=7,cut_after_bytes=20,count=1");
  Client client(upstream_->port(), kQuery);
  EXPECT_EQ(client.ReadAll(), http::error::partial_message);
  EXPECT_EQ(client.body(), whole.substr(0, 20));
}

TEST_F(FaultRows, KeepsOneOrderUntilItIsUnstable) {
  const std::string ordered = std::string(kQuery) + "&order_by=ahrefs_rank";
  const std::string first = Get(ordered);
  EXPECT_EQ(Get(ordered), first);
  SetFault("unstable");
  std::set<std::string> answers;
  for (int i = 0; i < 10; ++i) {
    const std::string body = Get(ordered);
    EXPECT_EQ(body.size(), first.size());
    answers.insert(body);
    // Only among rows that are equal in the key.
    std::vector<int64_t> ranks;
    std::set<std::string> urls;
    const json::value document = json::parse(body);
    for (const json::value& row : document.at("refpages").as_array()) {
      ranks.push_back(row.at("ahrefs_rank").as_int64());
      urls.emplace(row.at("url_from").as_string());
    }
    EXPECT_TRUE(std::is_sorted(ranks.begin(), ranks.end()));
    EXPECT_EQ(urls.size(), static_cast<size_t>(kRows));
  }
  EXPECT_GT(answers.size(), 1u);
  const std::string total = std::string(kQuery) + "&order_by=url_from:desc";
  EXPECT_EQ(Get(total), Get(total));
}

TEST_F(FaultRows, ChargesForTheResultAsSent) {
  SetFault("cut_after_rows=3");
  EXPECT_TRUE(Client(upstream_->port(), kQuery).ReadAll());
  SetFault("reset_after_bytes=0");
  EXPECT_TRUE(Client(upstream_->port(), kQuery).ReadAll());
  EXPECT_EQ(upstream_->account().request_count(), 2);
  EXPECT_EQ(upstream_->account().row_count(), 2 * kRows);
  EXPECT_EQ(upstream_->account().milli_price(), 2 * (1000 + 200 * kRows));
}

TEST_F(FaultRows, ReportsTheRestInWholeRows) {
  constexpr char kInfo[] = "/?token=t&from=subscription_info";
  EXPECT_THAT(Get(kInfo), HasSubstr(R"("rows_left":1000000000,)"));
  Get(std::string(kQuery) + "&limit=7");  // 1 + 7 × 0.2
  EXPECT_THAT(Get(kInfo), HasSubstr(R"("rows_left":999999997,)"));
  EXPECT_THAT(Get(kInfo), HasSubstr(R"("rows_limit":1000000000,)"));
}

TEST_F(FaultRows, AccountsForEveryAnsweredRequest) {
  Get(std::string(kQuery) + "&order_by=url_from:desc,ahrefs_rank&limit=4" +
      "&offset=28&where=ahrefs_rank>=0&having=substring(title,%22seo%22)");
  Get("/?token=t&from=backlinks&target=target.example&mode=domain&where="
      "broken");
  Get("/?token=t&from=subscription_info");
  SetFault("status=503,count=1");
  Get(kQuery);
  SetFault("cut_after_rows=1,count=1");
  EXPECT_TRUE(Client(upstream_->port(), kQuery).ReadAll());
  EXPECT_THAT(
      Lines(),
      ElementsAre(
          R"({"target":"target.example","where":"ahrefs_rank>=0",)"
          R"x("having":"substring(title,\"seo\")",)x"
          R"("order_by":"url_from:desc,ahrefs_rank",)"
          R"("select":"url_from,ahrefs_rank","limit":4,"offset":28,)"
          R"("rows":0,"milli_price":11000})",
          R"({"target":"target.example","where":"","having":"",)"
          R"("order_by":"","select":"url_from,ahrefs_rank","limit":1000,)"
          R"("offset":0,"rows":30,"milli_price":7000})"));
}

TEST_F(FaultRows, DoesNotStartWithoutItsAccount) {
  const auto started = EmbeddedUpstream::Start(
      {.data = path("rows.jsonl"), .account_file = path("no/such/folder")});
  EXPECT_THAT(std::string(started.status().message()),
              HasSubstr("cannot be opened for writing"));
}

TEST(ParseFault, ReadsWhereAResponseBreaks) {
  const auto fault = ParseFault("stall_after_rows=12,unstable,count=2");
  ASSERT_TRUE(fault.ok()) << fault.status();
  EXPECT_EQ(fault->body, Fault::Body::kStall);
  EXPECT_EQ(fault->after_rows, 12);
  EXPECT_TRUE(fault->unstable);
  EXPECT_EQ(fault->count, 2);
  const auto bytes = ParseFault("cut_after_bytes=9");
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_EQ(bytes->after_bytes, 9);
  EXPECT_FALSE(bytes->after_rows.has_value());
  for (const char* spec :
       {"cut_after_rows", "cut_after_rows=", "cut_after_rows=-1",
        "cut_after_rows=x", "_after_rows=1", "explode_after_rows=1",
        "after_rows=1", "unstable=1", "unstable "}) {
    EXPECT_FALSE(ParseFault(spec).ok()) << spec;
  }
}

}  // namespace
}  // namespace backlinks::embedded
