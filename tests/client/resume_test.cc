// The rules by which a row stream resumes after it broke, against a server
// that breaks where the test says.
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/client/resume_fixture.h"

namespace backlinks {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(ResumeTest, BreakInTheMiddle) {
  service_.OnStream(
      {{RowsMessage(1, 2, "t2"), RowsMessage(3, 3, "t3")}, Broken()});
  service_.OnStream({{RowsMessage(4, 5, "t5"), SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  EXPECT_THAT(Tokens(), ElementsAre("", "t3"));
  EXPECT_EQ(stream.resumes(), 1);
  EXPECT_TRUE(stream.summary().has_value());
  EXPECT_THAT(pauses_, ElementsAre(absl::Milliseconds(50)));
}

TEST_F(ResumeTest, ErrorAfterTheLastRow) {
  service_.OnStream({{RowsMessage(1, 7, "t7")}, Broken()});
  service_.OnStream({{SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), SizeIs(7));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  EXPECT_THAT(Tokens(), ElementsAre("", "t7"));
}

TEST_F(ResumeTest, EmptyTokenAfterAFullOne) {
  service_.OnStream(
      {{RowsMessage(1, 2, "t2"), RowsMessage(1, 0, "")}, Broken()});
  service_.OnStream({{RowsMessage(1, 0, ""), SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1, 2));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  EXPECT_THAT(Tokens(), ElementsAre("", "t2"));
  EXPECT_EQ(stream.resume_token(), "t2");
}

TEST_F(ResumeTest, RowsBehindTheLastTokenAreNotHandedOutTwice) {
  service_.OnStream(
      {{RowsMessage(1, 2, "t2"), RowsMessage(3, 5, "")}, Broken()});
  // Breaks once more while repeating them.
  service_.OnStream({{RowsMessage(3, 3, "t3")}, Broken()});
  service_.OnStream({{RowsMessage(4, 6, "t6"), SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  EXPECT_THAT(Tokens(), ElementsAre("", "t2", "t3"));
}

TEST_F(ResumeTest, RowsThatDoNotComeAgain) {
  service_.OnStream(
      {{RowsMessage(1, 2, "t2"), RowsMessage(3, 4, "")}, Broken()});
  service_.OnStream({{RowsMessage(3, 3, "t3"), SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(GetReason(stream.Finish()), Reason::kRowsChanged);
}

TEST_F(ResumeTest, BreakBeforeTheFirstRow) {
  service_.OnStream({{}, Broken()});
  service_.OnStream({{RowsMessage(1, 0, "")}, Broken()});
  service_.OnStream({{RowsMessage(1, 1, "t1"), SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  EXPECT_THAT(Tokens(), ElementsAre("", "", ""));
}

TEST_F(ResumeTest, TokenOfAHeartbeat) {
  service_.OnStream({{RowsMessage(1, 0, "t0")}, Broken()});
  service_.OnStream({{RowsMessage(1, 1, "t1"), SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1));
  EXPECT_THAT(Tokens(), ElementsAre("", "t0"));
}

TEST_F(ResumeTest, BreakAfterRowsWithoutAToken) {
  service_.OnStream({{RowsMessage(1, 2, "")}, Broken()});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1, 2));
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(Tokens(), ElementsAre(""));
  EXPECT_EQ(stream.resumes(), 0);
}

TEST_F(ResumeTest, TokenOfTheRequest) {
  request_.set_resume_token("t9");
  service_.OnStream({{}, Broken()});
  service_.OnStream({{RowsMessage(10, 10, "t10"), SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_EQ(stream.resume_token(), "t9");
  EXPECT_THAT(Ranks(stream), ElementsAre(10));
  EXPECT_THAT(Tokens(), ElementsAre("t9", "t9"));
}

TEST_F(ResumeTest, OtherCodesAreFinal) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status error(static_cast<absl::StatusCode>(code), "final");
    if (absl::IsUnavailable(error)) continue;
    SCOPED_TRACE(error.ToString());
    service_.OnStream({{RowsMessage(1, 1, "t1")}, error});
    RefpageStream stream = Start();
    EXPECT_THAT(Ranks(stream), ElementsAre(1));
    EXPECT_EQ(stream.Finish(), error);
    EXPECT_EQ(stream.resumes(), 0);
  }
  EXPECT_THAT(service_.StreamRequests(), SizeIs(15));
}

TEST_F(ResumeTest, BreakBehindTheSummaryLosesNothing) {
  service_.OnStream({{RowsMessage(1, 1, "t1"), SummaryMessage()}, Broken()});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  EXPECT_THAT(Tokens(), ElementsAre(""));
}

TEST_F(ResumeTest, OtherErrorsBehindTheSummaryStand) {
  service_.OnStream({{SummaryMessage()}, absl::DataLossError("x")});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), IsEmpty());
  EXPECT_EQ(stream.Finish(), absl::DataLossError("x"));
}

TEST_F(ResumeTest, GivesUpAfterMaxAttempts) {
  auto rows = RowsMessage(1, 1, "t1");
  rows.mutable_progress()->set_scanned_row_count(1);
  service_.OnStream({{rows}, Broken()});
  for (int i = 2; i <= 6; ++i) {
    // Another token for the same position is no progress.
    service_.OnStream(
        {{ProgressMessage(1, "t" + std::to_string(i))}, Broken()});
  }
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1));
  EXPECT_EQ(stream.Finish(), Broken());
  EXPECT_EQ(stream.resume_token(), "t6");
  EXPECT_THAT(Tokens(), ElementsAre("", "t1", "t2", "t3", "t4", "t5"));
  EXPECT_THAT(pauses_,
              ElementsAre(absl::Milliseconds(50), absl::Milliseconds(100),
                          absl::Milliseconds(200), absl::Milliseconds(400),
                          absl::Milliseconds(800)));
}

TEST_F(ResumeTest, ProgressStartsTheCountAnew) {
  options_.resume.max_attempts = 1;
  for (int i = 1; i <= 6; i += 2) {
    service_.OnStream({{RowsMessage(i, i, "t" + std::to_string(i))}, Broken()});
    // Rows that no filter lets through are progress, too.
    service_.OnStream(
        {{ProgressMessage(i + 1, "t" + std::to_string(i + 1))}, Broken()});
  }
  service_.OnStream({{SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1, 3, 5));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  EXPECT_EQ(stream.resumes(), 6);
}

TEST_F(ResumeTest, NoAttemptsSwitchItOff) {
  options_.resume.max_attempts = 0;
  service_.OnStream({{RowsMessage(1, 1, "t1")}, Broken()});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), ElementsAre(1));
  EXPECT_EQ(stream.Finish(), Broken());
  EXPECT_THAT(Tokens(), ElementsAre(""));
}

TEST_F(ResumeTest, NotSoonerThanTheServerSays) {
  service_.OnStream({{}, WithRetryDelay(Broken(), absl::Seconds(7))});
  service_.OnStream({{}, WithRetryDelay(Broken(), absl::Milliseconds(1))});
  service_.OnStream({{SummaryMessage()}});
  RefpageStream stream = Start();
  EXPECT_THAT(Ranks(stream), IsEmpty());
  EXPECT_THAT(pauses_, ElementsAre(absl::Seconds(7), absl::Milliseconds(100)));
}

TEST_F(ResumeTest, PauseThatWouldPassTheDeadline) {
  service_.OnStream(
      {{RowsMessage(1, 1, "t1")}, WithRetryDelay(Broken(), absl::Hours(1))});
  RefpageStream stream = Start(absl::Hours(1));
  EXPECT_THAT(Ranks(stream), ElementsAre(1));
  const absl::Status status = stream.Finish();
  EXPECT_EQ(GetReason(status), Reason::kDeadline);
  EXPECT_THAT(std::string(status.message()),
              testing::HasSubstr("UNAVAILABLE: the upstream broke"));
  EXPECT_THAT(pauses_, IsEmpty());
  EXPECT_EQ(stream.resume_token(), "t1");
}

TEST_F(ResumeTest, TheTimeLeftIsThatOfTheNextAttempt) {
  service_.OnStream({{}, WithRetryDelay(Broken(), absl::Hours(2))});
  service_.OnStream({{SummaryMessage()}});
  RefpageStream stream = Start(absl::Hours(3));
  EXPECT_THAT(Ranks(stream), IsEmpty());
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  const auto deadlines = service_.StreamDeadlines();
  ASSERT_THAT(deadlines, SizeIs(2));
  EXPECT_LT(deadlines[1], deadlines[0] - absl::Hours(1));
}

TEST_F(ResumeTest, CancelEndsAPause) {
  service_.OnStream({{RowsMessage(1, 1, "t1")}, Broken()});
  absl::Notification paused;
  options_.resume.sleep = [&](absl::Duration, absl::Notification& cancelled) {
    paused.Notify();
    cancelled.WaitForNotification();
  };
  RefpageStream stream = Start();
  std::thread canceller([&] {
    paused.WaitForNotification();
    stream.Cancel();
    stream.Cancel();
  });
  EXPECT_THAT(Ranks(stream), ElementsAre(1));
  canceller.join();
  EXPECT_EQ(GetReason(stream.Finish()), Reason::kCancelled);
  EXPECT_EQ(stream.resume_token(), "t1");
  EXPECT_THAT(Tokens(), ElementsAre(""));
}

TEST_F(ResumeTest, CancelEndsARealPause) {
  options_.resume.sleep = nullptr;
  service_.OnStream({{}, WithRetryDelay(Broken(), absl::Hours(1))});
  RefpageStream stream = Start();
  std::thread canceller([&] {
    service_.AwaitStreams(1);
    stream.Cancel();
  });
  EXPECT_THAT(Ranks(stream), IsEmpty());
  canceller.join();
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kCancelled);
}

TEST_F(ResumeTest, CancelEndsARead) {
  service_.OnStream({{RowsMessage(1, 1, "t1")}, Broken()});
  service_.OnStream({{}, Broken(), true});
  RefpageStream stream = Start();
  std::thread canceller([&] {
    service_.AwaitStreams(2);
    stream.Cancel();
  });
  EXPECT_THAT(Ranks(stream), ElementsAre(1));
  canceller.join();
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(stream.resumes(), 1);
}

TEST_F(ResumeTest, FinishBeforeTheEndDoesNotResume) {
  service_.OnStream({{RowsMessage(1, 1, "t1")}, Broken(), true});
  RefpageStream stream = Start();
  ASSERT_NE(stream.NextRow(), nullptr);
  EXPECT_FALSE(stream.Finish().ok());
  EXPECT_EQ(stream.NextRow(), nullptr);
  EXPECT_EQ(stream.resume_token(), "t1");
  EXPECT_THAT(Tokens(), ElementsAre(""));
}

}  // namespace
}  // namespace backlinks
