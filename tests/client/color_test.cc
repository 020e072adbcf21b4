#include "client/cpp/cli/color.h"

#include <cstdlib>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/command_run.h"
#include "tests/client/scripted_service.h"

namespace backlinks {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kRed = "\x1b[1;31mbacklinks:\x1b[0m ";

// In an environment that says nothing, but for what a test sets.
class ColorTest : public testing::Test {
 protected:
  ColorTest() { setenv("TERM", "xterm", 1); }
  ~ColorTest() override {
    unsetenv("NO_COLOR");
    unsetenv("CLICOLOR_FORCE");
  }

  // Whether what is said of wrong usage is colored.
  static bool IsColored(const std::string& when, bool err_is_terminal) {
    const CommandRun run = RunCommand({"--color", when, "columns", "--wrong"},
                                      "", {.err = err_is_terminal});
    EXPECT_EQ(run.exit, 2);
    EXPECT_THAT(run.err, HasSubstr("--wrong"));
    return run.err.starts_with(kRed);
  }
};

TEST_F(ColorTest, AutoDependsOnTheTerminal) {
  EXPECT_TRUE(IsColored("auto", true));
  EXPECT_FALSE(IsColored("auto", false));
  setenv("TERM", "dumb", 1);
  EXPECT_FALSE(IsColored("auto", true));
}

TEST_F(ColorTest, TheEnvironmentOverridesTheTerminal) {
  setenv("CLICOLOR_FORCE", "0", 1);
  EXPECT_FALSE(IsColored("auto", false));
  setenv("CLICOLOR_FORCE", "1", 1);
  EXPECT_TRUE(IsColored("auto", false));
  setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(IsColored("auto", true));
  setenv("NO_COLOR", "", 1);
  EXPECT_TRUE(IsColored("auto", true));
}

TEST_F(ColorTest, TheOptionOverridesAll) {
  setenv("NO_COLOR", "1", 1);
  EXPECT_TRUE(IsColored("always", false));
  EXPECT_FALSE(IsColored("never", true));
}

TEST_F(ColorTest, OnlyTheHeaderOfATableIsBold) {
  ScriptedService service;
  service.OnStream({{SummaryMessage()}});
  service.OnStream({{SummaryMessage()}});
  const auto out = [&service](const std::string& format) {
    return RunCommand({"stream", "a.example", "--select", "title", "--color",
                       "always", "--server", service.address(), "--format",
                       format})
        .out;
  };
  EXPECT_THAT(out("table"), StartsWith("\x1b[1mtitle"));
  EXPECT_EQ(out("csv"), "title\r\n");
}

TEST(WithBoldLabelsTest, OnlyLabelsAreBold) {
  EXPECT_EQ(cli::WithBoldLabels("price  1 row  a\n       more\n", true),
            "\x1b[1mprice\x1b[0m  1 row  a\n       more\n");
  EXPECT_EQ(cli::WithBoldLabels("price  1\n", false), "price  1\n");
}

}  // namespace
}  // namespace backlinks
