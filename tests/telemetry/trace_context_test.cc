#include "service/telemetry/trace_context.h"

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "gtest/gtest.h"

namespace backlinks::telemetry {
namespace {

constexpr char kId[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kParent[] = "00f067aa0ba902b7";

std::string Header(const std::string& version = "00",
                   const std::string& flags = "01",
                   const std::string& rest = "") {
  return fmt::format("{}-{}-{}-{}{}", version, kId, kParent, flags, rest);
}

std::optional<TraceContext> Read(std::string_view traceparent) {
  return ReadTraceContext({traceparent}, {});
}

TEST(TraceContext, ReadsIdsAndTheSampledFlag) {
  const auto context = Read(Header());
  ASSERT_TRUE(context);
  EXPECT_EQ(absl::BytesToHexString(context->trace_id), kId);
  EXPECT_EQ(absl::BytesToHexString(context->parent_id), kParent);
  EXPECT_TRUE(context->sampled);
  EXPECT_EQ(context->state, "");
}

TEST(TraceContext, SampledIsTheLowestBit) {
  EXPECT_FALSE(Read(Header("00", "00"))->sampled);
  EXPECT_FALSE(Read(Header("00", "fe"))->sampled);
  EXPECT_TRUE(Read(Header("00", "ff"))->sampled);
}

TEST(TraceContext, LaterVersionsMayAppendFields) {
  EXPECT_TRUE(Read(Header("01")));
  EXPECT_TRUE(Read(Header("cc", "01", "-what-the-future-will-be-like")));
  EXPECT_TRUE(Read(Header("cc", "01", "-")));
  EXPECT_FALSE(Read(Header("cc", "01", ".what")));
  EXPECT_FALSE(Read(Header("cc", "01", "0")));
}

class Malformed : public testing::TestWithParam<std::string> {};

TEST_P(Malformed, CountsAsNotSent) { EXPECT_FALSE(Read(GetParam())); }

INSTANTIATE_TEST_SUITE_P(
    Traceparent, Malformed,
    testing::Values("", "00", "00-", fmt::format("00-{}-{}", kId, kParent),
                    fmt::format("00-{}-{}-", kId, kParent),
                    fmt::format("00-{}-{}-1", kId, kParent), Header("ff"),
                    Header("0"), Header(".0"), Header("0G"), Header("000"),
                    Header("00", ".1"), Header("00", "0A"),
                    Header("00", "01", "-"), Header("00", "01", "-x"),
                    Header("00", "01", "1"), " " + Header(), Header() + " ",
                    fmt::format("00-{}-{}-01", std::string(32, '0'), kParent),
                    fmt::format("00-{}-{}-01", kId, std::string(16, '0')),
                    fmt::format("00-{}-{}-01", std::string(31, 'a'), kParent),
                    fmt::format("00-{}-{}-01", std::string(33, 'a'), kParent),
                    fmt::format("00-{}-{}-01", std::string(32, 'A'), kParent),
                    fmt::format("00-.{}-{}-01", std::string(31, 'a'), kParent),
                    fmt::format("00-{}-{}-01", kId, std::string(15, 'a')),
                    fmt::format("00-{}-{}-01", kId, std::string(17, 'a')),
                    fmt::format("00-{}-{}-01", kId, std::string(16, 'A')),
                    fmt::format("00_{}-{}-01", kId, kParent)));

TEST(TraceContext, SentTwiceCountsAsNotSent) {
  const std::string header = Header();
  EXPECT_FALSE(ReadTraceContext({header, header}, {}));
  EXPECT_FALSE(ReadTraceContext({}, {"a=1"}));
}

std::string StateOf(const std::vector<std::string_view>& headers) {
  const std::string parent = Header();
  return ReadTraceContext({parent}, headers)->state;
}

TEST(TraceState, IsPassedThroughInItsOrder) {
  EXPECT_EQ(StateOf({"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"}),
            "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
  EXPECT_EQ(StateOf({"a=1", "b=2"}), "a=1,b=2");
  EXPECT_EQ(StateOf({"a=1 ,\t b=2,,"}), "a=1,b=2");
  EXPECT_EQ(StateOf({"fw529a3039@dt=x,a_-*/=y"}), "fw529a3039@dt=x,a_-*/=y");
}

TEST(TraceState, MalformedIsDroppedAndTheParentIsKept) {
  const std::string long_key = std::string(257, 'a') + "=1";
  const std::string long_value = "a=" + std::string(257, 'b');
  for (const std::string_view state :
       {"a", "=1", "A=1", "a=", "a=1=2", "a=1,a=2", "a@=1", "@b=1", "a@b@c=1",
        "a b=1", "a=\x7f"}) {
    EXPECT_EQ(StateOf({state}), "") << state;
  }
  EXPECT_EQ(StateOf({long_key}), "");
  EXPECT_EQ(StateOf({long_value}), "");
}

TEST(TraceState, HasAtMost32Members) {
  std::string state = "k0=1";
  for (int i = 1; i < 32; ++i) state += fmt::format(",k{}=1", i);
  EXPECT_EQ(StateOf({state}), state);
  EXPECT_EQ(StateOf({state, "more=1"}), "");
}

}  // namespace
}  // namespace backlinks::telemetry
