// The conformance cases through the whole server: what is explained is what is
// expected, what is streamed, and what the upstream was asked for.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/conformance/conformance_case.h"
#include "tests/conformance/in_process_server.h"

namespace backlinks::conformance {
namespace {

namespace json = boost::json;

struct Streamed {
  absl::Status status;
  int64_t row_count = 0;
  std::optional<v1::Refpage> first;
  v1::StreamSummary summary;
};

std::string OrderText(const v1::ExplainRefpagesResponse& explain) {
  std::vector<std::string> keys;
  for (const v1::OrderBy& key : explain.order_by()) {
    const bool descending = key.direction() == v1::SORT_DIRECTION_DESCENDING;
    keys.push_back(
        fmt::format("{}:{}", key.column(), descending ? "desc" : "asc"));
  }
  return fmt::format("{}", fmt::join(keys, ","));
}

class StreamConformance : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override { ASSERT_TRUE(server_.is_open()); }

  Streamed StreamCase() const {
    RefpageStream stream = server_.client().StreamRefpages(GetParam().request);
    Streamed streamed;
    for (const v1::Refpage& row : stream) {
      if (++streamed.row_count == 1) streamed.first = row;
    }
    streamed.status = stream.Finish();
    if (stream.summary()) streamed.summary = *stream.summary();
    return streamed;
  }

  // The expectation of the case, against what was streamed.
  static void ExpectStream(const Streamed& is) {
    const json::object& expected = GetParam().stream;
    EXPECT_EQ(std::to_string(is.row_count),
              ValueText(expected.at("row_count")));
    EXPECT_EQ(v1::EndReason_Name(is.summary.end_reason()),
              "END_REASON_" + ValueText(expected.at("end_reason")));
    if (const auto* calls = expected.if_contains("upstream_calls")) {
      EXPECT_EQ(std::to_string(is.summary.upstream_call_count()),
                ValueText(*calls));
    }
    if (const auto* price = expected.if_contains("milli_price")) {
      EXPECT_EQ(std::to_string(is.summary.computed_price().milli_amount()),
                ValueText(*price));
    }
    const auto* first = expected.if_contains("first");
    if (first == nullptr) return;
    ASSERT_TRUE(is.first.has_value());
    for (const auto& [column, value] : first->as_object()) {
      EXPECT_EQ(CellText(*is.first, std::string(column)), ValueText(value));
    }
  }

  // What was explained, against what was streamed.
  static void ExpectBounds(const v1::ExplainRefpagesResponse& explain,
                           const v1::StreamSummary& summary) {
    const int64_t calls = summary.upstream_call_count();
    const int64_t price = summary.computed_price().milli_amount();
    EXPECT_GE(calls, explain.min_call_count());
    EXPECT_GE(price, explain.min_price().milli_amount());
    if (explain.has_max_call_count()) {
      EXPECT_LE(calls, explain.max_call_count());
    }
    if (explain.has_max_price()) {
      EXPECT_LE(price, explain.max_price().milli_amount());
    }
  }

  // What was explained and streamed, against the upstream's own account.
  void ExpectAccount(const v1::ExplainRefpagesResponse& explain,
                     const v1::StreamSummary& summary) const {
    const std::vector<embedded::AnsweredRequest> asked =
        server_.account().latest();
    ASSERT_EQ(server_.account().request_count(), summary.upstream_call_count());
    EXPECT_EQ(server_.account().milli_price(),
              summary.computed_price().milli_amount());
    const size_t known =
        std::min(asked.size(), static_cast<size_t>(explain.pages_size()));
    ASSERT_GE(known, std::min<size_t>(asked.size(), 1));
    for (size_t i = 0; i < asked.size(); ++i) {
      SCOPED_TRACE(i);
      EXPECT_EQ(asked[i].where, explain.pushed_where());
      EXPECT_EQ(asked[i].having, explain.pushed_having());
      EXPECT_EQ(asked[i].order_by, OrderText(explain));
      EXPECT_EQ(asked[i].select,
                fmt::format("{}", fmt::join(explain.selected_columns(), ",")));
      if (i >= known) continue;
      const v1::PlannedPage& page = explain.pages(static_cast<int>(i));
      EXPECT_EQ(asked[i].offset, page.row_offset());
      EXPECT_EQ(asked[i].limit, page.row_limit());
    }
  }

  const InProcessServer server_;
};

TEST_P(StreamConformance, MatchesExplain) {
  const Case& expected = GetParam();
  const auto explain =
      server_.client().ExplainRefpages(ExplainRequest(expected.request));
  EXPECT_EQ(server_.account().request_count(), 0);
  const Streamed streamed = StreamCase();
  EXPECT_EQ(streamed.status, explain.status());
  if (!expected.error.empty()) {
    EXPECT_EQ(server_.account().request_count(), 0);
    ExpectError(expected.error, streamed.status);
    return ExpectError(expected.error, explain.status());
  }
  ASSERT_TRUE(explain.ok()) << explain.status();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status;
  ExpectExplain(expected, *explain);
  ExpectStream(streamed);
  ExpectBounds(*explain, streamed.summary);
  ExpectAccount(*explain, streamed.summary);
}

INSTANTIATE_TEST_SUITE_P(Cases, StreamConformance,
                         testing::ValuesIn(AllCases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace backlinks::conformance
