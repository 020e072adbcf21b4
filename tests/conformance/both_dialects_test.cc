// One contract: every conformance case gives the same rows over API v2 and v3,
// whatever v3 clamps a request to.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/conformance/conformance_case.h"
#include "tests/conformance/naive_answer.h"
#include "tests/conformance/whole_server.h"

namespace backlinks::conformance {
namespace {

namespace json = boost::json;

constexpr int64_t kAnyPrice = 1'000'000'000;

struct Streamed {
  absl::Status status;
  std::vector<v1::Refpage> rows;
  v1::StreamSummary summary;
  int64_t charged_milli = 0;  // By the upstream's account.
};

Streamed StreamOver(const WholeServer& server,
                    const v1::StreamRefpagesRequest& request) {
  const int64_t charged_before = server.account().milli_price();
  Streamed streamed;
  RefpageStream stream = server.client().StreamRefpages(request);
  for (const v1::Refpage& row : stream) {
    streamed.rows.push_back(row);
    streamed.rows.back().clear_prev_visited();
  }
  streamed.status = stream.Finish();
  if (stream.summary()) streamed.summary = *stream.summary();
  streamed.charged_milli = server.account().milli_price() - charged_before;
  return streamed;
}

bool IsWhole(const Streamed& streamed) {
  return streamed.summary.end_reason() == v1::END_REASON_EXHAUSTED;
}

class BothDialects : public testing::TestWithParam<Case> {
 protected:
  static void SetUpTestSuite() {
    v2_ = new WholeServer("ahrefs_v2");
    v3_ = new WholeServer("ahrefs_v3");
    capped_v3_ = new WholeServer("ahrefs_v3", 100);
  }
  static void TearDownTestSuite() {
    for (const WholeServer** server : {&v2_, &v3_, &capped_v3_}) {
      delete *server;
      *server = nullptr;
    }
  }

  void SetUp() override {
    ASSERT_TRUE(v2_->is_open() && v3_->is_open() && capped_v3_->is_open());
  }

  static void ExpectSameRows(const Streamed& v2, const Streamed& v3) {
    EXPECT_EQ(v3.rows.size(), v2.rows.size());
    EXPECT_EQ(v3.summary.end_reason(), v2.summary.end_reason());
    if (IsWhole(v2)) {
      EXPECT_EQ(Surplus(v3.rows, v2.rows), "");
      EXPECT_EQ(Surplus(v2.rows, v3.rows), "");
    }
    const v1::RefpagesQuery& query = GetParam().request.query();
    const size_t common = std::min(v2.rows.size(), v3.rows.size());
    for (size_t i = 0; i < common; ++i) {
      ASSERT_EQ(SortKeyOf(v3.rows[i], query), SortKeyOf(v2.rows[i], query))
          << "row " << i;
    }
  }

  // What the case says of v3, where the dialects cannot agree.
  static void ExpectDifference(const json::object& expected,
                               const Streamed& is) {
    if (const auto* error = expected.if_contains("error")) {
      return ExpectError(error->as_object(), is.status);
    }
    ASSERT_TRUE(is.status.ok()) << is.status;
    if (const auto* count = expected.if_contains("row_count")) {
      EXPECT_EQ(std::to_string(is.rows.size()), ValueText(*count));
    }
    EXPECT_EQ(v1::EndReason_Name(is.summary.end_reason()),
              "END_REASON_" + ValueText(expected.at("end_reason")));
  }

  // A cap that is not reached on v2, the server's own too, is not reached on
  // v3, whose unit is another one.
  static v1::StreamRefpagesRequest RequestOfV3() {
    const Case& expected = GetParam();
    v1::StreamRefpagesRequest request = expected.request;
    if (expected.v3.empty() && expected.error.empty()) {
      request.mutable_max_price()->set_milli_amount(kAnyPrice);
    }
    return request;
  }

  static void Check(const WholeServer& v3_house) {
    const Case& expected = GetParam();
    const v1::StreamRefpagesRequest request = RequestOfV3();
    const auto explain =
        v3_house.client().ExplainRefpages(ExplainRequest(request));
    const Streamed v3 = StreamOver(v3_house, request);
    EXPECT_EQ(v3.status, explain.status());
    if (!expected.v3.empty()) return ExpectDifference(expected.v3, v3);
    if (!expected.error.empty()) return ExpectError(expected.error, v3.status);
    ASSERT_TRUE(v3.status.ok()) << v3.status;
    ExpectSameRows(StreamOver(*v2_, expected.request), v3);
    ExpectPrice(*explain, v3);
  }

  // What was explained, what was streamed, and what both sides booked.
  static void ExpectPrice(const v1::ExplainRefpagesResponse& explain,
                          const Streamed& v3) {
    const int64_t price = v3.summary.computed_price().milli_amount();
    EXPECT_EQ(price, v3.charged_milli);
    EXPECT_EQ(price, v3.summary.reported_price().milli_amount());
    EXPECT_GE(price, explain.min_price().milli_amount());
    EXPECT_GE(v3.summary.upstream_call_count(), explain.min_call_count());
    if (explain.has_max_price()) {
      EXPECT_LE(price, explain.max_price().milli_amount());
    }
  }

  static const WholeServer* v2_;
  static const WholeServer* v3_;
  static const WholeServer* capped_v3_;
};

const WholeServer* BothDialects::v2_ = nullptr;
const WholeServer* BothDialects::v3_ = nullptr;
const WholeServer* BothDialects::capped_v3_ = nullptr;

TEST_P(BothDialects, GiveTheSameRows) { Check(*v3_); }

TEST_P(BothDialects, GiveTheSameRowsUnderACap) { Check(*capped_v3_); }

INSTANTIATE_TEST_SUITE_P(Cases, BothDialects, testing::ValuesIn(AllCases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace backlinks::conformance
