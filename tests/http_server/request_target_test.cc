#include "service/http_server/request_target.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::http_server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(RequestTarget, IsSplitAndDecoded) {
  const RequestTarget target = ParseRequestTarget("/a%20b?x=1&y=a+b&z=%e6%97");
  EXPECT_EQ(target.path, "/a b");
  EXPECT_THAT(target.query, ElementsAre(Pair("x", "1"), Pair("y", "a b"),
                                        Pair("z", "\xe6\x97")));
}

TEST(RequestTarget, PlusIsASpaceOnlyInTheQuery) {
  const RequestTarget target = ParseRequestTarget("/a+b?c+d=e+f%2B");
  EXPECT_EQ(target.path, "/a+b");
  EXPECT_THAT(target.query, ElementsAre(Pair("c d", "e f+")));
}

TEST(RequestTarget, KeepsOrderAndRepetition) {
  EXPECT_THAT(ParseRequestTarget("/?b=1&a=2&b=3").query,
              ElementsAre(Pair("b", "1"), Pair("a", "2"), Pair("b", "3")));
}

TEST(RequestTarget, AcceptsMissingParts) {
  EXPECT_THAT(ParseRequestTarget("/").query, IsEmpty());
  EXPECT_THAT(ParseRequestTarget("/?").query, IsEmpty());
  EXPECT_THAT(ParseRequestTarget("/?a&b=&&=c").query,
              ElementsAre(Pair("a", ""), Pair("b", ""), Pair("", "c")));
}

TEST(RequestTarget, OnlyTheFirstMarkDivides) {
  EXPECT_THAT(ParseRequestTarget("/?a=b=c?d%26e%3Df").query,
              ElementsAre(Pair("a", "b=c?d&e=f")));
}

TEST(RequestTarget, AnInvalidEscapeIsKept) {
  for (const char* value : {"%", "%4", "%zz", "100%", "%-1", "%+1"}) {
    EXPECT_EQ(ParseRequestTarget(std::string("/") + value).path,
              std::string("/") + value);
  }
  EXPECT_EQ(ParseRequestTarget("/%%41").path, "/%A");
}

}  // namespace
}  // namespace backlinks::http_server
