#include "client/cpp/resume_policy.h"

#include <algorithm>
#include <set>

#include "gtest/gtest.h"

namespace backlinks {
namespace {

TEST(ResumePolicyTest, PausesDoubleUpToTheLongest) {
  ResumeOptions options;
  options.max_attempts = 100;
  options.random = [] { return 0.5; };  // Three quarters of each.
  ResumePolicy policy(options, "");
  double expected = 75;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(policy.PauseBeforeNext(absl::UnavailableError("")),
              absl::Milliseconds(std::min(expected, 3750.0)));
    expected *= 2;
  }
  EXPECT_EQ(policy.PauseBeforeNext(absl::UnavailableError("")), std::nullopt);
}

TEST(ResumePolicyTest, HalfOfAPauseIsRandom) {
  std::set<absl::Duration> pauses;
  for (int i = 0; i < 100; ++i) {
    ResumePolicy policy({}, "");
    const auto pause = policy.PauseBeforeNext(absl::UnavailableError(""));
    ASSERT_TRUE(pause.has_value());
    EXPECT_GE(*pause, absl::Milliseconds(50));
    EXPECT_LT(*pause, absl::Milliseconds(100));
    pauses.insert(*pause);
  }
  EXPECT_GT(pauses.size(), 50U);
}

v1::StreamRefpagesResponse BatchOf(int64_t rows, const std::string& token) {
  v1::StreamRefpagesResponse message;
  message.set_arrow_row_count(rows);
  message.set_resume_token(token);
  return message;
}

TEST(ResumePolicyTest, AnArrowBatchIsProgress) {
  ResumePolicy policy({.max_attempts = 1}, "");
  for (int i = 0; i < 10; ++i) {
    auto batch = BatchOf(5, "token");
    policy.OnMessage(batch);
    EXPECT_NE(policy.PauseBeforeNext(absl::UnavailableError("")), std::nullopt);
  }
  EXPECT_EQ(policy.PauseBeforeNext(absl::UnavailableError("")), std::nullopt);
}

// Its rows could come again.
TEST(ResumePolicyTest, AfterAnArrowBatchWithoutATokenNothingResumes) {
  ResumePolicy policy({}, "token");
  auto batch = BatchOf(5, "");
  policy.OnMessage(batch);
  EXPECT_EQ(policy.PauseBeforeNext(absl::UnavailableError("")), std::nullopt);
  auto with_token = BatchOf(5, "later");
  policy.OnMessage(with_token);
  EXPECT_NE(policy.PauseBeforeNext(absl::UnavailableError("")), std::nullopt);
}

}  // namespace
}  // namespace backlinks
