// What the streamer tells the trace of a call.
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/model/call_trace.h"
#include "tests/stream/streamer_fixture.h"

namespace backlinks::stream::testing_fakes {
namespace {

class Listener final : public CallTrace {
 public:
  void OnPlan(absl::Duration, const absl::Status&) override {}
  void OnFetch(const UpstreamFetch& fetch) override {
    fetches.push_back(fetch);
  }
  void OnDeliver(absl::Duration, const absl::Status&) override {}

  std::vector<UpstreamFetch> fetches;
};

class TracedStreamTest : public RefpageStreamerTest {
 protected:
  TracedStreamTest() {
    trace_ = listener_;
    Restart();
  }

  const std::vector<UpstreamFetch>& Fetches() const {
    return listener_->fetches;
  }

  std::shared_ptr<Listener> listener_ = std::make_shared<Listener>();
};

TEST_F(TracedStreamTest, RecordsEveryPage) {
  plan_.row_limit = 20;
  plan_.page_rows = 10;
  exchange_.script.push_back(Answer(PageOf(0, 10)));
  exchange_.script.push_back(Answer(PageOf(10, 20)));
  ASSERT_TRUE(Run().ok());
  ASSERT_EQ(Fetches().size(), 2u);
  MilliPrice price = 0;
  int64_t bytes = 0;
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Fetches()[i].page, i);
    EXPECT_EQ(Fetches()[i].rows, 10);
    EXPECT_TRUE(Fetches()[i].status.ok());
    EXPECT_EQ(Fetches()[i].path, "/");
    price += Fetches()[i].price;
    bytes += Fetches()[i].received_bytes;
  }
  EXPECT_GT(price, 0);
  EXPECT_EQ(price, record_.price);
  EXPECT_EQ(bytes, record_.received_bytes);
}

TEST_F(TracedStreamTest, RecordsAnInterruptionAndTheNextPage) {
  plan_.row_limit = 10;
  exchange_.script.push_back(
      {{200, {}},
       {Piece(PageOf(0, 10).substr(0, 200)),
        Fail(MakeError(Reason::kUpstreamUnavailable, "reset"))}});
  exchange_.script.push_back(Answer(PageOf(3, 13)));
  Run().IgnoreError();
  ASSERT_EQ(Fetches().size(), 2u);
  EXPECT_EQ(GetReason(Fetches()[0].status), Reason::kUpstreamUnavailable);
  EXPECT_EQ(Fetches()[0].received_bytes, 200);
  EXPECT_EQ(Fetches()[0].price + Fetches()[1].price, record_.price);
}

TEST_F(TracedStreamTest, RecordsAResponseThatIsNoPage) {
  exchange_.script.push_back({{403, {}}, {}});
  EXPECT_FALSE(Run().ok());
  ASSERT_EQ(Fetches().size(), 1u);
  EXPECT_FALSE(Fetches()[0].status.ok());
  EXPECT_EQ(Fetches()[0].price, 0);
}

}  // namespace
}  // namespace backlinks::stream::testing_fakes
