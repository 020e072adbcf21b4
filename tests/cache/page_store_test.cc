#include "service/cache/page_store.h"

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "service/cache/page_entry.h"
#include "tests/cache/counting_observer.h"
#include "tests/cache/fragile_state.h"
#include "tests/cache/replica.h"
#include "tests/support/state/settable_clock.h"
#include "tests/support/state/state_client.h"

namespace backlinks::cache::testing_cache {
namespace {

class PageStoreTest : public testing::Test {
 protected:
  void Store(const std::string& body) { client_.Run(StoreBody(body)); }
  // The body of the page that is at most so old, or "".
  std::string Find(absl::Duration max_age) { return Body(FindPage(max_age)); }
  PageStore::Lookup FindPage(absl::Duration max_age) {
    const SteadyTime oldest = options_.now().steady - max_age;
    return client_.Run(store_.Find(key_, oldest));
  }
  static std::string Body(const PageStore::Lookup& lookup) {
    return lookup.page == nullptr ? "" : lookup.page->body;
  }
  boost::asio::awaitable<bool> StoreBody(const std::string& body) {
    const CachedPage page{.head = {200, {{"x-status", "ok"}}},
                          .body = body,
                          .asked = asked_,
                          .memory = MemoryUse(store_.memory())};
    co_await store_.Store(key_, page);
    co_return true;
  }

  const std::string key_ = "page/1/00";
  SettableClock clock_;
  FragileState state_{[this] { return clock_.Now(); }};
  state::testing_state::StateClient client_{state_};
  CacheOptions options_ = OptionsFor(clock_);
  CountingObserver observer_;
  PageStore store_{state_, options_, observer_};
  Moment asked_ = options_.now();
};

TEST_F(PageStoreTest, FindsWhatWasStored) {
  EXPECT_EQ(Find(absl::Hours(1)), "");
  Store("body");
  const auto lookup = FindPage(absl::ZeroDuration());
  ASSERT_NE(lookup.page, nullptr);
  EXPECT_EQ(lookup.page->body, "body");
  EXPECT_EQ(lookup.page->head.header("x-status"), "ok");
  EXPECT_EQ(lookup.page->asked.wall, asked_.wall);
  EXPECT_EQ(lookup.page->asked.steady, asked_.steady);
  EXPECT_EQ(observer_.stored, 1);
  EXPECT_GT(observer_.stored_bytes, 4u);
}

TEST_F(PageStoreTest, CountsTheAgeFromTheRequestToTheUpstream) {
  clock_.Advance(absl::Minutes(2));  // The upstream took that long.
  Store("body");
  clock_.Advance(absl::Minutes(3));
  EXPECT_EQ(Find(absl::Minutes(5)), "body");
  EXPECT_EQ(Find(absl::Minutes(5) - absl::Nanoseconds(1)), "");
  EXPECT_EQ(FindPage(absl::Hours(1)).page->asked.wall,
            clock_.Now() - absl::Minutes(5));
}

TEST_F(PageStoreTest, ForgetsAtTheEndOfTheTimeToLive) {
  clock_.Advance(absl::Minutes(20));
  Store("body");
  clock_.Advance(absl::Minutes(40) - absl::Milliseconds(1));
  EXPECT_EQ(Find(absl::Hours(2)), "body");
  clock_.Advance(absl::Milliseconds(1));
  EXPECT_EQ(Find(absl::Hours(2)), "");
}

TEST_F(PageStoreTest, DoesNotStoreWhatIsTooOld) {
  clock_.Advance(absl::Hours(1));
  Store("body");
  EXPECT_EQ(observer_.stored, 0);
  EXPECT_EQ(observer_.last_bypass, BypassReason::kTooOld);
  EXPECT_TRUE(state_.operations().empty());
}

// An operation that takes effect late: the state's age begins then.
TEST_F(PageStoreTest, KnowsTheAgeOfAPageThatWasStoredLate) {
  PageEntry entry;
  entry.asked_at = asked_.wall;
  clock_.Advance(absl::Minutes(10));
  client_.Put(key_, EncodePage(key_, entry, "body"), absl::Hours(1));
  EXPECT_EQ(Find(absl::Minutes(10)), "body");
  EXPECT_EQ(Find(absl::Minutes(9)), "");
}

// The replica that stored the page has a clock that is ahead.
TEST_F(PageStoreTest, KnowsTheAgeOfAPageFromTheFuture) {
  PageEntry entry;
  entry.asked_at = asked_.wall + absl::Hours(5);
  entry.age = absl::Minutes(1);
  client_.Put(key_, EncodePage(key_, entry, "body"), absl::Hours(1));
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Find(absl::Minutes(2)), "body");
  EXPECT_EQ(Find(absl::Minutes(1)), "");
}

TEST_F(PageStoreTest, IgnoresADamagedEntry) {
  for (const std::string entry : {"", "BLP1", "another text"}) {
    client_.Put(key_, entry, absl::Hours(1));
    EXPECT_FALSE(FindPage(absl::Hours(1)).state_failed);
    EXPECT_EQ(Find(absl::Hours(1)), "");
  }
  EXPECT_EQ(observer_.bad_entries, 6);
}

TEST_F(PageStoreTest, IgnoresAPageAboveTheLimit) {
  Store(std::string(options_.max_page_bytes + 1, 'a'));
  EXPECT_EQ(Find(absl::Hours(1)), "");
  EXPECT_EQ(observer_.bad_entries, 1);
}

TEST_F(PageStoreTest, HoldsNoMoreThanTheMemoryLimit) {
  Store(std::string(100, 'a'));
  MemoryUse others(store_.memory());
  ASSERT_TRUE(others.Grow(options_.max_memory_bytes - 100));
  {
    const auto held = FindPage(absl::Hours(1));
    EXPECT_NE(held.page, nullptr);
    EXPECT_EQ(Find(absl::Hours(1)), "");
    EXPECT_EQ(observer_.last_bypass, BypassReason::kMemory);
  }
  EXPECT_NE(Find(absl::Hours(1)), "");
}

TEST_F(PageStoreTest, ReportsAStateThatFails) {
  state_.fail = [](std::string_view) { return absl::UnavailableError("away"); };
  Store("body");
  EXPECT_EQ(observer_.state_failures, 1);
  EXPECT_EQ(observer_.stored, 0);
  EXPECT_TRUE(FindPage(absl::Hours(1)).state_failed);
  EXPECT_EQ(observer_.state_failures, 2);
}

}  // namespace
}  // namespace backlinks::cache::testing_cache
