#include "service/state/redis/pipeline.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::state::redis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PipelineTest : public ::testing::Test {
 protected:
  // Its outcome is added to `ended_` with its bytes.
  Pipeline::Handle Add(const std::string& bytes, int deadline_seconds = 100) {
    auto command = std::make_shared<QueuedCommand>();
    command->bytes = bytes;
    command->deadline = start_ + absl::Seconds(deadline_seconds);
    command->done = [this, name = bytes.substr(0, 10)](const Outcome& outcome) {
      ended_.push_back(name + ": " + TextOf(outcome));
    };
    pipeline_.Add(command);
    return command;
  }
  static std::string TextOf(const Outcome& outcome) {
    if (outcome.reply.ok()) return outcome.reply->text;
    return std::string(outcome.reply.status().message()) +
           (outcome.maybe_executed ? ", maybe executed" : "");
  }
  bool Complete(const std::string& text) {
    return pipeline_.Complete({.type = Reply::Type::kStatus, .text = text});
  }

  Pipeline pipeline_;
  const SteadyTime start_ = SteadyTime::Now();
  const absl::Status lost_ = absl::UnavailableError("lost");
  std::vector<std::string> ended_;
};

TEST_F(PipelineTest, RepliesAreInTheOrderOfCommands) {
  Add("a");
  Add("b");
  EXPECT_EQ(pipeline_.TakeUnsent(), "ab");
  Add("c");
  EXPECT_EQ(pipeline_.TakeUnsent(), "c");
  EXPECT_EQ(pipeline_.TakeUnsent(), "");
  for (const char* text : {"1", "2", "3"}) EXPECT_TRUE(Complete(text));
  EXPECT_THAT(ended_, ElementsAre("a: 1", "b: 2", "c: 3"));
}

TEST_F(PipelineTest, ReplyWithoutACommandIsReported) {
  EXPECT_FALSE(Complete("1"));
  Add("a");
  EXPECT_FALSE(Complete("1"));  // It was not sent.
}

TEST_F(PipelineTest, SentCommandsMayHaveBeenExecuted) {
  Add("a");
  pipeline_.TakeUnsent();
  Add("b");
  pipeline_.FailSent(lost_);
  EXPECT_THAT(ended_, ElementsAre("a: lost, maybe executed"));
  EXPECT_EQ(pipeline_.TakeUnsent(), "b");  // It waits for a connection.
  Add("c");
  pipeline_.FailAll(lost_);
  EXPECT_THAT(ended_, ElementsAre("a: lost, maybe executed",
                                  "b: lost, maybe executed", "c: lost"));
}

TEST_F(PipelineTest, CancelledCommandIsNotSent) {
  const auto a = Add("a");
  Add("b");
  pipeline_.Cancel(a);
  EXPECT_EQ(pipeline_.TakeUnsent(), "b");
  Complete("1");
  EXPECT_THAT(ended_, ElementsAre("b: 1"));
}

TEST_F(PipelineTest, ReplyOfACancelledCommandIsSkipped) {
  const auto a = Add("a");
  Add("b");
  pipeline_.TakeUnsent();
  pipeline_.Cancel(a);
  Complete("1");
  Complete("2");
  EXPECT_THAT(ended_, ElementsAre("b: 2"));
}

TEST_F(PipelineTest, UnsentCommandsExpire) {
  Add("a", 1);
  Add("b", 2);
  EXPECT_EQ(pipeline_.first_deadline(), start_ + absl::Seconds(1));
  EXPECT_FALSE(pipeline_.Expire(start_ + absl::Seconds(1), lost_));
  EXPECT_THAT(ended_, ElementsAre("a: lost"));
  EXPECT_EQ(pipeline_.TakeUnsent(), "b");
}

TEST_F(PipelineTest, SentCommandThatExpiresIsReported) {
  Add("a", 1);
  pipeline_.TakeUnsent();
  Add("b", 2);
  EXPECT_FALSE(pipeline_.Expire(start_, lost_));
  EXPECT_EQ(pipeline_.first_deadline(), start_ + absl::Seconds(1));
  EXPECT_TRUE(pipeline_.Expire(start_ + absl::Seconds(1), lost_));
  EXPECT_THAT(ended_, ElementsAre());
}

TEST_F(PipelineTest, NumberOfCommandsIsBounded) {
  for (size_t i = 0; i < Pipeline::kMaxCommands; ++i) Add("x");
  pipeline_.TakeUnsent();
  EXPECT_THAT(ended_, ElementsAre());
  Add("y");
  EXPECT_THAT(ended_, ElementsAre(HasSubstr("y: too many commands")));
  Complete("1");
  Add("z");
  EXPECT_EQ(ended_.size(), 2);
}

TEST_F(PipelineTest, BytesOfCommandsAreBounded) {
  Add(std::string(Pipeline::kMaxCommandBytes, 'x'));
  pipeline_.TakeUnsent();
  Add("y");
  EXPECT_THAT(ended_, ElementsAre(HasSubstr("y: too many commands")));
  Complete("1");
  Add("z");
  EXPECT_EQ(pipeline_.TakeUnsent(), "z");
}

}  // namespace
}  // namespace backlinks::state::redis
