// How long, wide and deep v3's filters may be, so that SQLite still takes them.
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/embedded/ahrefs_v3/filter.h"
#include "tests/embedded/ahrefs_v3/table.h"
#include "tests/embedded/ahrefs_v3/v3_requests.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kRows =
    R"({"page_size":1,"url_from":"https://a.example/","url_to":"https://github.com/","link_type":"href","alt":"x"}
{"page_size":2,"url_from":"https://b.example/","url_to":"https://github.com/","link_type":"form","language":"en"}
)";

// Comparisons that take SQLite the most.
constexpr std::string_view kImage =
    R"({"field":"link_type","is":["isubstring","image"]})";
constexpr std::string_view kFromA =
    R"({"field":"name_source","is":["prefix","a.example"]})";
constexpr std::string_view kUpperImage =
    R"({"field":"link_type","modifier":"uppercase",)"
    R"("is":["isubstring","image"]})";
constexpr std::string_view kLong = R"({"field":"page_size","is":["gt",-1]})";

std::string Join(std::string_view group,
                 const std::vector<std::string>& parts) {
  return fmt::format(R"({{"{}":[{}]}})", group, fmt::join(parts, ","));
}

// `inner` as one of `width` filters of a group in a group …, each of which
// says what it says; it is first, last or in the middle.
std::string Nest(std::string inner, int levels, size_t width,
                 bool with_not = false) {
  for (int level = 0; level < levels; ++level) {
    const bool is_and = level % 2 == 0;
    const std::string same =
        is_and ? std::string(kLong) : fmt::format(R"({{"not":{}}})", kLong);
    std::vector<std::string> parts(width, same);
    parts[(static_cast<size_t>(level) * 5 + 1) % width] = std::move(inner);
    inner = Join(is_and ? "and" : "or", parts);
    if (with_not) inner = fmt::format(R"({{"not":{{"not":{}}}}})", inner);
  }
  return inner;
}

TEST(Depth, ThirtyTwoLevelsOfEightPass) {
  V3Table table(kRows);
  for (const bool with_not : {false, true}) {
    EXPECT_THAT(table.Numbers(Nest(std::string(kImage), 32, 8, with_not)),
                ElementsAre(1));
  }
}

// The keyset positions of the service: a level for every key of the order.
TEST(Depth, FiftyLevelsOfTwoPass) {
  V3Table table(kRows);
  EXPECT_THAT(table.Numbers(Nest(std::string(kFromA), 50, 2)), ElementsAre(1));
}

// Every kind of statement around it, at the last depth that is let pass.
TEST(Depth, TheDeepestPassInEveryStatement) {
  UpstreamFixture fixture({}, std::string(kRows));
  for (const auto& [leaf, levels] :
       {std::pair{kImage, 64}, std::pair{kFromA, 64},
        std::pair{kUpperImage, 63}}) {
    const std::string where = Nest(std::string(leaf), levels, 2);
    for (const char* aggregation : {"all", "1_per_domain"}) {
      for (const char* mode : {"exact", "prefix", "subdomains"}) {
        EXPECT_THAT(V3Numbers(fixture, {{"where", where},
                                        {"mode", mode},
                                        {"protocol", "https"},
                                        {"order_by", "name_source,link_type"},
                                        {"aggregation", aggregation}}),
                    ElementsAre(1));
      }
    }
  }
}

// Conditions on the elements of a list that are nested in one another count as
// filters do.
std::string OnLanguages(int levels) {
  std::string condition = R"(["isubstring","en"])";
  for (int level = 0; level < levels; ++level) {
    const bool is_and = level % 2 == 0;
    condition =
        Join(is_and ? "and" : "or",
             {R"([")" + std::string(is_and ? "neq" : "eq") + R"(","zz"])",
              condition});
  }
  return fmt::format(
      R"({{"field":"languages","modifier":"lowercase","list_is":{{"any":{}}}}})",
      condition);
}

TEST(Depth, CountsConditionsInLists) {
  UpstreamFixture fixture({}, std::string(kRows));
  for (const int inner : {1, 20, 58}) {
    const Parameters deepest{{"where", Nest(OnLanguages(inner), 58 - inner, 2)},
                             {"aggregation", "1_per_domain"}};
    EXPECT_THAT(V3Numbers(fixture, deepest), ElementsAre(2)) << inner;
    EXPECT_FALSE(
        ahrefs_v3::ParseV3Filter(Nest(OnLanguages(inner), 64 - inner, 2)).ok());
  }
}

TEST(Depth, BeyondThatIsRejected) {
  const auto deep = ahrefs_v3::ParseV3Filter(Nest(std::string(kLong), 65, 2));
  EXPECT_EQ(deep.status().message(), "bad where: nested too deep");
  const auto modified =
      ahrefs_v3::ParseV3Filter(Nest(std::string(kUpperImage), 64, 2));
  EXPECT_EQ(modified.status().message(), "bad where: nested too deep");
  const auto deeper =
      ahrefs_v3::ParseV3Filter(Nest(std::string(kLong), 128, 2));
  EXPECT_EQ(deeper.status().message(), "bad where: too deep");
}

// A tree of groups that are all of them as deep as the others.
std::string Tree(int levels) {
  if (levels == 0) return std::string(kLong);
  const std::string half = Tree(levels - 1);
  return Join(levels % 2 == 0 ? "and" : "or", {half, half});
}

TEST(Width, OneGroupMayFillTheLimit) {
  V3Table table(kRows);
  const std::vector<std::string> parts(1700, std::string(kLong));
  EXPECT_THAT(table.Numbers(Join("and", parts)), ElementsAre(1, 2));
  std::vector<std::string> nots(1300, fmt::format(R"({{"not":{}}})", kLong));
  EXPECT_THAT(table.Numbers(Join("or", nots)), IsEmpty());
}

TEST(Width, ManyWideNestedGroupsPass) {
  V3Table table(kRows);
  EXPECT_THAT(table.Numbers(Nest(std::string(kImage), 5, 256)), ElementsAre(1));
  EXPECT_THAT(table.Numbers(Nest(std::string(kImage), 60, 20)), ElementsAre(1));
  EXPECT_THAT(table.Numbers(Tree(10)), ElementsAre(1, 2));
}

TEST(Length, EndsAt64KiB) {
  const std::string filter(kLong);
  const std::string blanks((64 << 10) - filter.size(), ' ');
  EXPECT_TRUE(ahrefs_v3::ParseV3Filter(filter + blanks).ok());
  EXPECT_EQ(ahrefs_v3::ParseV3Filter(filter + blanks + " ").status().message(),
            "bad where: too long");
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
