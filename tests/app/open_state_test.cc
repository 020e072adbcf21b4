#include "service/app/open_state.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/config/parsed_options.h"
#include "tests/support/file/temporary_folder.h"
#include "tests/support/state/state_client.h"

namespace backlinks::app {
namespace {

using state::testing_state::StateClient;
using testing::AllOf;
using testing::HasSubstr;

std::unique_ptr<state::SharedState> Open(const std::string& value) {
  const std::vector<std::string> args = {"--state=" + value};
  auto opened = OpenSharedState(testing_app::MustParse(
      value.empty() ? std::vector<std::string>() : args));
  EXPECT_TRUE(opened.ok()) << opened.status();
  return opened.ok() ? *std::move(opened) : nullptr;
}

TEST(OpenSharedState, IsInMemoryByDefault) {
  const auto state = Open("");
  StateClient client(*state);
  client.Put("key", "value", absl::Hours(1));
  EXPECT_EQ(client.GetBytes("key"), "value");
  const auto another = Open("");
  EXPECT_EQ(StateClient(*another).GetBytes("key"), "(none)");
}

TEST(OpenSharedState, KeepsAFile) {
  const testing_file::TemporaryFolder folder;
  const std::string flag = "sqlite:" + folder.path("state");
  StateClient(*Open(flag)).Put("key", "value", absl::Hours(1));
  EXPECT_EQ(StateClient(*Open(flag)).GetBytes("key"), "value");
}

TEST(OpenSharedState, FailsIfTheFileCannotBeOpened) {
  const auto opened = OpenSharedState(
      testing_app::MustParse({"--state=sqlite:/no/such/folder/state"}));
  ASSERT_FALSE(opened.ok());
  EXPECT_THAT(
      std::string(opened.status().message()),
      AllOf(HasSubstr("/no/such/folder/state"), HasSubstr("(--state)")));
}

TEST(OpenSharedState, DoesNotNeedTheRedisServer) {
  // A reserved port, at which nothing listens.
  const auto state = Open("redis://:hunter2@127.0.0.1:1");
  const std::vector<std::string> names = {"any"};
  const auto used = StateClient(*state).Run(state->ReadCounters(names));
  EXPECT_TRUE(absl::IsUnavailable(used.status())) << used.status();
  EXPECT_THAT(std::string(used.status().message()),
              testing::Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace backlinks::app
