#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/state/conformance/state_conformance.h"

namespace backlinks::state::testing_state {
namespace {

using std::string_literals::operator""s;

TEST_P(StateConformanceTest, UnknownValueIsNothing) {
  EXPECT_FALSE(client_.Get("unknown").has_value());
}

TEST_P(StateConformanceTest, ValueIsReadByEveryReplica) {
  client_.Put("key", "value", kLong);
  EXPECT_EQ(client_.GetBytes("key"), "value");
  EXPECT_EQ(other_.GetBytes("key"), "value");
  EXPECT_EQ(client_.GetBytes("key2"), "(none)");
}

TEST_P(StateConformanceTest, KeysAndValuesAreAnyBytes) {
  const std::string key = "\0\xff{}:* \n'"s;
  const std::string value = "\0\r\n\x80\0"s;
  client_.Put(key, value, kLong);
  client_.Put(key + "\0"s, "", kLong);
  client_.Put(std::string(kMaxNameBytes, 'k'), "long", kLong);
  EXPECT_EQ(client_.GetBytes(key), value);
  EXPECT_EQ(client_.GetBytes(key + "\0"s), "");
  EXPECT_EQ(client_.GetBytes(std::string(kMaxNameBytes, 'k')), "long");
}

TEST_P(StateConformanceTest, ValueMayHaveSomeMebibytes) {
  std::string value(3 << 20, '\0');
  for (size_t i = 0; i < value.size(); ++i) {
    value[i] = static_cast<char>(i * 7 + i / 251);
  }
  client_.Put("large", value, kLong);
  EXPECT_TRUE(other_.GetBytes("large") == value);
}

TEST_P(StateConformanceTest, PutReplacesValueAndTimeToLive) {
  client_.Put("key", "first", kShort);
  other_.Put("key", "second", kLong);
  backend_->Advance(kShort);
  EXPECT_EQ(client_.GetBytes("key"), "second");
  client_.Put("key", "third", kShort);
  backend_->Advance(kShort);
  EXPECT_EQ(client_.GetBytes("key"), "(none)");
}

TEST_P(StateConformanceTest, ValueExpires) {
  client_.Put("short", "value", kShort);
  client_.Put("long", "value", kLong);
  backend_->Advance(kShort);
  EXPECT_EQ(other_.GetBytes("short"), "(none)");
  EXPECT_EQ(other_.GetBytes("long"), "value");
}

TEST_P(StateConformanceTest, AgeOfValueGrows) {
  client_.Put("key", "value", kLong);
  backend_->Advance(kShort);
  const auto value = other_.Get("key");
  ASSERT_TRUE(value.has_value());
  EXPECT_GE(value->age, kShort);
  EXPECT_LT(value->age, kLong);
  client_.Put("key", "value", kLong);
  const auto fresh = other_.Get("key");
  ASSERT_TRUE(fresh.has_value());
  EXPECT_GE(fresh->age, absl::ZeroDuration());
}

TEST_P(ClockConformanceTest, ValueExpiresAtItsTime) {
  client_.Put("key", "value", absl::Minutes(2));
  backend_->Advance(absl::Minutes(2) - absl::Milliseconds(1));
  const auto value = client_.Get("key");
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->age, absl::Minutes(2) - absl::Milliseconds(1));
  backend_->Advance(absl::Milliseconds(1));
  EXPECT_FALSE(client_.Get("key").has_value());
}

}  // namespace
}  // namespace backlinks::state::testing_state
