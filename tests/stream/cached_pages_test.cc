// Streams some of whose pages come from the server's cache.
#include <optional>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/stream/streamer_fixture.h"

namespace backlinks::stream {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing_fakes::Answer;
using testing_fakes::PageOf;
using testing_fakes::Range;
using testing_fakes::ScriptedResponse;

const absl::Time kOld = absl::UnixEpoch() + absl::Hours(1);
const absl::Time kOlder = absl::UnixEpoch();

ScriptedResponse Cached(std::string body, absl::Time time = kOld) {
  ScriptedResponse response = Answer(std::move(body));
  response.cached_at = time;
  return response;
}

// Each page of 100 rows begins with the last row of the page before.
class CachedPagesTest : public testing_fakes::RefpageStreamerTest {
 protected:
  CachedPagesTest() {
    plan_.max_cache_age = absl::Hours(2);
    plan_.row_limit = 250;
    plan_.page_rows = 100;
  }
};

TEST_F(CachedPagesTest, CostNothingAndAreReported) {
  exchange_.script = {Cached(PageOf(0, 100)), Cached(PageOf(99, 199), kOlder),
                      Answer(PageOf(198, 250))};
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 250));
  const v1::StreamSummary& summary = Summary();
  EXPECT_EQ(summary.cached_page_count(), 2);
  EXPECT_EQ(summary.page_count(), 3);
  EXPECT_EQ(summary.computed_price().milli_amount(), 1000 + 52 * 200);
  EXPECT_EQ(summary.saved_price().milli_amount(), 2 * (1000 + 100 * 200));
  EXPECT_EQ(summary.oldest_page_time().seconds(), 0);
  EXPECT_TRUE(summary.has_oldest_page_time());
  EXPECT_EQ(record_.saved_price, summary.saved_price().milli_amount());
}

TEST_F(CachedPagesTest, AreRequestedAsBySimilarCalls) {
  exchange_.script = {Answer(PageOf(0, 100)), Answer(PageOf(99, 199)),
                      Answer(PageOf(198, 250))};
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(exchange_.targets,
              ElementsAre(HasSubstr("limit=100"), HasSubstr("offset=99"),
                          HasSubstr("offset=198")));
  EXPECT_THAT(exchange_.max_cache_ages,
              ElementsAre(absl::Hours(2), absl::Hours(2), absl::Hours(2)));
  EXPECT_FALSE(Summary().has_saved_price());
  EXPECT_FALSE(Summary().has_oldest_page_time());
}

TEST_F(CachedPagesTest, AreNotRepeatedIfOnlyFreshOnesAreRead) {
  plan_.max_cache_age = absl::ZeroDuration();
  exchange_.script = {Answer(PageOf(0, 100)), Answer(PageOf(100, 200)),
                      Answer(PageOf(200, 250))};
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 250));
}

TEST_F(CachedPagesTest, AreAskedForAgainIfTheyDoNotFollow) {
  exchange_.script = {Answer(PageOf(0, 100)), Cached(PageOf(98, 198)),
                      Answer(PageOf(99, 199)), Cached(PageOf(198, 250))};
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 250));
  EXPECT_THAT(exchange_.max_cache_ages,
              ElementsAre(absl::Hours(2), absl::Hours(2), absl::ZeroDuration(),
                          absl::Hours(2)));
  EXPECT_EQ(Summary().cached_page_count(), 1);
  EXPECT_EQ(Summary().saved_price().milli_amount(), 1000 + 52 * 200);
  EXPECT_EQ(Summary().resume_count(), 0);
}

TEST_F(CachedPagesTest, AreAskedForAgainOnlyOnce) {
  exchange_.script = {Answer(PageOf(0, 100)), Cached(PageOf(98, 198)),
                      Answer(PageOf(98, 198))};
  EXPECT_EQ(GetReason(Run()), Reason::kRowsChanged);
  EXPECT_EQ(Ranks(), Range(0, 100));
  EXPECT_EQ(exchange_.targets.size(), 3);
}

TEST_F(CachedPagesTest, FreshPagesMustFollowThem) {
  exchange_.script = {Cached(PageOf(0, 100)), Answer(PageOf(98, 198))};
  EXPECT_EQ(GetReason(Run()), Reason::kRowsChanged);
  EXPECT_EQ(Ranks(), Range(0, 100));
}

TEST_F(CachedPagesTest, AreComparedWithTheRowOfAToken) {
  exchange_.script = {Answer(PageOf(0, 100)),
                      Answer(R"({"error":"out of order"})")};
  EXPECT_FALSE(Run().ok());
  const Cursor end = cursor_;
  Restart();
  cursor_ = end;
  exchange_.script = {Cached(PageOf(97, 197)), Answer(PageOf(99, 199)),
                      Cached(PageOf(198, 250))};
  EXPECT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(100, 250));
}

TEST_F(CachedPagesTest, AShortOneMayBeTheLast) {
  exchange_.script = {Cached(PageOf(0, 100)), Cached(PageOf(99, 120))};
  EXPECT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 120));
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_EXHAUSTED);
}

}  // namespace
}  // namespace backlinks::stream
