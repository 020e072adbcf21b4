#include "client/cpp/output/time_text.h"

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>

#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

using google::protobuf::util::TimeUtil;

google::protobuf::Timestamp Time(int64_t seconds, int32_t nanos) {
  google::protobuf::Timestamp time;
  time.set_seconds(seconds);
  time.set_nanos(nanos);
  return time;
}

std::string Written(const google::protobuf::Timestamp& time) {
  std::string out = "x";
  output::AppendTime(time, out);
  return out.substr(1);
}

TEST(TimeText, IsRfc3339) {
  EXPECT_EQ(Written(Time(0, 0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(Written(Time(-1, 0)), "1969-12-31T23:59:59Z");
  EXPECT_EQ(Written(Time(1382818744, 0)), "2013-10-26T20:19:04Z");
  EXPECT_EQ(Written(Time(951782400, 0)), "2000-02-29T00:00:00Z");
  EXPECT_EQ(Written(Time(TimeUtil::kTimestampMinSeconds, 0)),
            "0001-01-01T00:00:00Z");
  EXPECT_EQ(Written(Time(TimeUtil::kTimestampMaxSeconds, 0)),
            "9999-12-31T23:59:59Z");
}

TEST(TimeText, HasTheDigitsOfFractions) {
  EXPECT_EQ(Written(Time(0, 500'000'000)), "1970-01-01T00:00:00.500Z");
  EXPECT_EQ(Written(Time(0, 1'000)), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(Written(Time(-1, 999'999'999)), "1969-12-31T23:59:59.999999999Z");
}

TEST(TimeText, EqualsThatOfTimeUtil) {
  for (const int64_t seconds :
       {TimeUtil::kTimestampMinSeconds - 1, TimeUtil::kTimestampMaxSeconds + 1,
        INT64_MIN, INT64_MAX, int64_t{0}}) {
    for (const int32_t nanos : {0, 1, -1, 1'000'000'000}) {
      const auto time = Time(seconds, nanos);
      EXPECT_EQ(Written(time), TimeUtil::ToString(time)) << seconds;
    }
  }
  std::mt19937_64 random(7);
  std::uniform_int_distribution<int64_t> any(TimeUtil::kTimestampMinSeconds,
                                             TimeUtil::kTimestampMaxSeconds);
  for (int i = 0; i < 100'000; ++i) {
    const auto time = Time(any(random), 0);
    ASSERT_EQ(Written(time), TimeUtil::ToString(time)) << time.seconds();
  }
}

}  // namespace
}  // namespace backlinks
