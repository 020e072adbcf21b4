#include "service/state/redis/server_error.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::state::redis {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ServerError, BeginsWithItsCode) {
  EXPECT_EQ(ClassifyServerError("NOSCRIPT No matching script."),
            ServerError::kNoScript);
  EXPECT_EQ(ClassifyServerError("OOM command not allowed"),
            ServerError::kOutOfMemory);
  EXPECT_EQ(ClassifyServerError("LOADING Redis is loading"),
            ServerError::kLoading);
  EXPECT_EQ(ClassifyServerError("MOVED 3999 127.0.0.1:6381"),
            ServerError::kWrongNode);
  EXPECT_EQ(ClassifyServerError("WRONGPASS invalid"),
            ServerError::kNotPermitted);
  EXPECT_EQ(ClassifyServerError("OOM"), ServerError::kOutOfMemory);
  EXPECT_EQ(ClassifyServerError("OOMPH"), ServerError::kOther);
  EXPECT_EQ(ClassifyServerError("ERR MOVED"), ServerError::kOther);
  EXPECT_EQ(ClassifyServerError(""), ServerError::kOther);
}

// What Redis 6 returns for an error of a command in a script.
TEST(ServerError, InsideTheErrorOfAScript) {
  EXPECT_EQ(ClassifyServerError(
                "ERR Error running script (call to f_2f): @user_script:3: "
                "@user_script: 3: -OOM command not allowed when used memory > "
                "'maxmemory'."),
            ServerError::kOutOfMemory);
  EXPECT_EQ(ClassifyServerError("ERR Error running script (call to f_2f): "
                                "@user_script:3: -READONLY You can't write "
                                "against a read only replica."),
            ServerError::kReadOnly);
}

TEST(ServerError, IsUnavailable) {
  const absl::Status full = ToStatus("OOM command not allowed");
  EXPECT_TRUE(absl::IsUnavailable(full));
  EXPECT_EQ(full.message(), "no memory left (maxmemory)");
  const absl::Status other = ToStatus("ERR a\nb\x01" + std::string(999, 'c'));
  EXPECT_TRUE(absl::IsUnavailable(other));
  EXPECT_THAT(std::string(other.message()), HasSubstr("error: ERR a?b?ccc"));
  EXPECT_LT(other.message().size(), 250);
}

TEST(ServerError, WordsAboutALoginAreNotRepeated) {
  EXPECT_THAT(ToStatus("WRONGPASS for hunter2").ToString(),
              Not(HasSubstr("hunter2")));
}

TEST(ServerError, ArgumentsOfAnUnknownCommandAreNotRepeated) {
  const absl::Status status = ToStatus(
      "ERR unknown command 'EVALSHA', with args beginning with: 'key'");
  EXPECT_THAT(status.ToString(), HasSubstr("unknown command 'EVALSHA'"));
  EXPECT_THAT(status.ToString(), Not(HasSubstr("key")));
}

TEST(ServerError, AnotherServerMayHaveNone) {
  EXPECT_TRUE(NeedsReconnect(ServerError::kReadOnly, false));
  EXPECT_TRUE(NeedsReconnect(ServerError::kWrongNode, false));
  EXPECT_FALSE(NeedsReconnect(ServerError::kOutOfMemory, true));
  EXPECT_FALSE(NeedsReconnect(ServerError::kOther, true));
}

TEST(ServerError, SentinelsMayKnowAMasterWithReplicas) {
  const ServerError error =
      ClassifyServerError("NOREPLICAS Not enough good replicas to write.");
  EXPECT_EQ(error, ServerError::kNoReplicas);
  EXPECT_TRUE(NeedsReconnect(error, /*has_sentinels=*/true));
  EXPECT_FALSE(NeedsReconnect(error, /*has_sentinels=*/false));
}

}  // namespace
}  // namespace backlinks::state::redis
