// A row stream whose server is killed, and comes back at the same address.
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/relay.h"
#include "tests/client/resume_fixture.h"

namespace backlinks {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class KilledServerTest : public ResumeTest {
 protected:
  KilledServerTest() {
    options_.server = relay_.address();
    options_.resume.max_attempts = 10'000;
    options_.resume.sleep = [this](absl::Duration, absl::Notification&) {
      if (++sleeps_ == away_) relay_.Open();
      absl::SleepFor(absl::Milliseconds(5));
    };
  }

  Relay relay_{service_.port()};
  int sleeps_ = 0;
  int away_ = 1;  // The pause in which it comes back.
};

TEST_F(KilledServerTest, RestartsAtOnce) {
  service_.OnStream({{RowsMessage(1, 3, "t3")}, Broken(), true});
  service_.OnStream({{RowsMessage(4, 5, "t5"), SummaryMessage()}});
  RefpageStream stream = Start();
  ASSERT_NE(stream.NextRow(), nullptr);
  relay_.Cut();
  EXPECT_THAT(Ranks(stream), ElementsAre(2, 3, 4, 5));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  EXPECT_THAT(Tokens(), ElementsAre("", "t3"));
}

TEST_F(KilledServerTest, IsUnavailableForAWhile) {
  away_ = 40;
  service_.OnStream({{RowsMessage(1, 1, "t1")}, Broken(), true});
  service_.OnStream({{RowsMessage(2, 2, "t2"), SummaryMessage()}});
  RefpageStream stream = Start();
  ASSERT_NE(stream.NextRow(), nullptr);
  relay_.Cut();
  EXPECT_THAT(Ranks(stream), ElementsAre(2));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  EXPECT_THAT(Tokens(), ElementsAre("", "t1"));
  EXPECT_GE(stream.resumes(), 40);
}

TEST_F(KilledServerTest, StartsAfterTheClient) {
  away_ = 3;
  relay_.Cut();
  service_.OnStream({{RowsMessage(1, 1, "t1"), SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  EXPECT_THAT(Tokens(), ElementsAre(""));
}

TEST_F(KilledServerTest, NeverRestarts) {
  options_.resume.max_attempts = 3;
  away_ = -1;
  service_.OnStream({{RowsMessage(1, 1, "t1")}, Broken(), true});
  RefpageStream stream = Start();
  ASSERT_NE(stream.NextRow(), nullptr);
  relay_.Cut();
  EXPECT_THAT(Ranks(stream), IsEmpty());
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(stream.resumes(), 3);
  EXPECT_EQ(stream.resume_token(), "t1");
}

}  // namespace
}  // namespace backlinks
