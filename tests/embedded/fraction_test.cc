// Times with fractions of a second: kept, compared and sorted by both dialects.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/embedded/ahrefs_v3/v3_requests.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kFractions[] =
    R"({"page_size":1,"url_to":"https://a.example/","first_seen":"2013-10-26T20:19:05Z"}
{"page_size":2,"url_to":"https://a.example/","first_seen":"2013-10-26T20:19:04.5Z"}
{"page_size":3,"url_to":"https://a.example/","first_seen":"2013-10-26T20:19:04Z"}
{"page_size":4,"url_to":"https://a.example/","first_seen":"2013-10-26T20:19:04.25Z"}
)";

TEST(Fractions, ReachTheReader) {
  UpstreamFixture fixture({}, kFractions);
  const auto answer = fixture.Get({{"target", "a.example"},
                                   {"mode", "domain"},
                                   {"select", "first_seen"},
                                   {"where", "page_size=2"}});
  EXPECT_THAT(answer.body(), HasSubstr("\"2013-10-26T20:19:04.5Z\""));
}

TEST(Fractions, SortAndCompareInV2) {
  UpstreamFixture fixture({}, kFractions);
  const Parameters all = {{"target", "a.example"}, {"mode", "domain"}};
  Parameters sorted = all;
  sorted.emplace_back("order_by", "first_seen:asc");
  EXPECT_THAT(fixture.Numbers(sorted), ElementsAre(3, 4, 2, 1));
  Parameters later = sorted;
  later.emplace_back("where", "first_seen>\"2013-10-26T20:19:04Z\"");
  EXPECT_THAT(fixture.Numbers(later), ElementsAre(1));
}

// By first_seen, but for row 9, which has none.
constexpr char kEdges[] =
    R"({"page_size":1,"url_to":"https://a.example/","first_seen":"2013-10-25T23:59:59.5Z"}
{"page_size":2,"url_to":"https://a.example/","first_seen":"2013-10-26T00:00:00Z"}
{"page_size":3,"url_to":"https://a.example/","first_seen":"2013-10-26T20:19:04Z"}
{"page_size":4,"url_to":"https://a.example/","first_seen":"2013-10-26T20:19:04.5Z"}
{"page_size":5,"url_to":"https://a.example/","first_seen":"2013-10-26T20:19:05Z"}
{"page_size":6,"url_to":"https://a.example/","first_seen":"2013-10-26T23:59:59.5Z"}
{"page_size":7,"url_to":"https://a.example/","first_seen":"2013-10-27T00:00:00Z"}
{"page_size":8,"url_to":"https://a.example/","first_seen":"9999-12-31T23:59:59.5Z"}
{"page_size":9,"url_to":"https://a.example/"}
)";

TEST(Fractions, BelongToTheirDayAndSecondInV2) {
  UpstreamFixture fixture({}, kEdges);
  using Numbers = std::vector<int64_t>;
  using Case = std::pair<std::string, Numbers>;
  const std::vector<Case> cases = {
      {"first_seen=2013-10-26", {2, 3, 4, 5, 6}},
      {"first_seen<>2013-10-26", {1, 7, 8, 9}},
      {"first_seen<2013-10-26", {1}},
      {"first_seen<=2013-10-26", {1, 2, 3, 4, 5, 6}},
      {"first_seen>2013-10-26", {7, 8}},
      {"first_seen>=2013-10-26", {2, 3, 4, 5, 6, 7, 8}},
      {"first_seen=2013-10-26T20:19:04Z", {3, 4}},
      {"first_seen<>2013-10-26T20:19:04Z", {1, 2, 5, 6, 7, 8, 9}},
      {"first_seen<2013-10-26T20:19:04Z", {1, 2}},
      {"first_seen<=2013-10-26T20:19:04Z", {1, 2, 3, 4}},
      {"first_seen>2013-10-26T20:19:04Z", {5, 6, 7, 8}},
      {"first_seen>=2013-10-26T20:19:04Z", {3, 4, 5, 6, 7, 8}},
      {"first_seen=2013-10-26T20:19:04.25Z", {3, 4}},
      {"first_seen>2013-10-26T20:19:04.25Z", {5, 6, 7, 8}},
      {"first_seen=9999-12-31", {8}},
      {"first_seen<=9999-12-31", {1, 2, 3, 4, 5, 6, 7, 8}},
      {"first_seen>9999-12-31", {}},
      {"first_seen=9999-12-31T23:59:59Z", {8}},
      {"first_seen<>9999-12-31T23:59:59Z", {1, 2, 3, 4, 5, 6, 7, 9}},
      {"first_seen>=9999-12-31T23:59:59-01:00", {}},
      {"first_seen<9999-12-31T23:59:59-01:00", {1, 2, 3, 4, 5, 6, 7, 8}},
  };
  for (const auto& [where, rows] : cases) {
    EXPECT_EQ(fixture.Numbers({{"target", "a.example"},
                               {"mode", "domain"},
                               {"order_by", "page_size:asc"},
                               {"where", where}}),
              rows)
        << where;
  }
}

TEST(Fractions, SortAndCompareInV3) {
  UpstreamFixture fixture({}, kFractions);
  EXPECT_THAT(V3Numbers(fixture, {{"target", "a.example"},
                                  {"mode", "domain"},
                                  {"order_by", "first_seen_link:desc"}}),
              ElementsAre(1, 2, 4, 3));
  EXPECT_THAT(
      V3Numbers(fixture,
                {{"target", "a.example"},
                 {"mode", "domain"},
                 {"where", R"({"field":"first_seen_link",)"
                           R"("is":["lte","2013-10-26T20:19:04.25Z"]})"}}),
      ElementsAre(3, 4));
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
