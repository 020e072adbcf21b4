#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/api_key/api_key.h"
#include "tests/client/command_run.h"

namespace backlinks {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// The key, which is the only line of standard output.
std::string KeyOf(const CommandRun& run) {
  EXPECT_EQ(run.out.find('\n'), run.out.size() - 1) << run.out;
  return run.out.substr(0, run.out.find('\n'));
}

TEST(KeysCommandTest, MakesAKeyAndItsLineOfTheFile) {
  const CommandRun run = RunCommand({"keys", "new"});
  EXPECT_EQ(run.exit, 0);
  const std::string key = KeyOf(run);
  EXPECT_TRUE(IsWellFormedApiKey(key)) << key;
  EXPECT_EQ(run.err,
            fmt::format("This key is not shown again. For the callers' file "
                        "of the server:\n    keys: [\"{}\"]\n",
                        ApiKeyHashText(HashApiKey(key))));
}

TEST(KeysCommandTest, NamesTheCaller) {
  const CommandRun run = RunCommand({"keys", "new", "--name", "seo"});
  EXPECT_EQ(run.exit, 0);
  EXPECT_THAT(run.err, HasSubstr("\n  - name: seo\n    keys: [\"sha256:"));
}

TEST(KeysCommandTest, MakesAnotherKeyEachTime) {
  EXPECT_NE(KeyOf(RunCommand({"keys", "new"})),
            KeyOf(RunCommand({"keys", "new"})));
}

TEST(KeysCommandTest, NeedsItsOwnCommand) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"keys"}, {"keys", "old"}}) {
    const CommandRun run = RunCommand(words);
    EXPECT_EQ(run.exit, 2) << run.err;
    EXPECT_THAT(run.out, IsEmpty());
  }
}

TEST(KeysCommandTest, FailsIfTheKeyCannotBeWritten) {
  const CommandRun run =
      RunCommand({"keys", "new"}, "", {}, {.out = "/dev/full"});
  EXPECT_EQ(run.exit, 1) << run.err;
}

}  // namespace
}  // namespace backlinks
