#include "service/model/retry_after.h"

#include <ostream>
#include <string>

#include "gtest/gtest.h"

namespace backlinks {
namespace {

// Sun, 06 Nov 1994 08:49:37 GMT.
const absl::Time kNow = absl::FromUnixSeconds(784'111'777);

struct RetryAfterCase {
  std::string name;
  std::string text;
  std::optional<absl::Duration> wait;
};
void PrintTo(const RetryAfterCase& row, std::ostream* out) { *out << row.name; }

class RetryAfterTest : public testing::TestWithParam<RetryAfterCase> {};

TEST_P(RetryAfterTest, MatchesTheTable) {
  EXPECT_EQ(ParseRetryAfter(GetParam().text, kNow), GetParam().wait);
}

INSTANTIATE_TEST_SUITE_P(
    All, RetryAfterTest,
    testing::Values(
        RetryAfterCase{"seconds", "120", absl::Minutes(2)},
        RetryAfterCase{"zero", "0", absl::ZeroDuration()},
        RetryAfterCase{"blanks", " 7\t", absl::Seconds(7)},
        RetryAfterCase{"leading_zeros", "007", absl::Seconds(7)},
        RetryAfterCase{"beyond_int32", "99999999999",
                       absl::Seconds(99'999'999'999)},
        RetryAfterCase{"beyond_int64", "99999999999999999999",
                       absl::InfiniteDuration()},
        RetryAfterCase{"date", "Sun, 06 Nov 1994 08:50:07 GMT",
                       absl::Seconds(30)},
        RetryAfterCase{"date_of_rfc_850", "Sunday, 06-Nov-94 08:50:07 GMT",
                       absl::Seconds(30)},
        RetryAfterCase{"date_of_asctime", "Sun Nov  6 08:50:07 1994",
                       absl::Seconds(30)},
        RetryAfterCase{"date_that_is_now", "Sun, 06 Nov 1994 08:49:37 GMT",
                       absl::ZeroDuration()},
        RetryAfterCase{"date_that_has_passed", "Sat, 05 Nov 1994 08:49:37 GMT",
                       absl::ZeroDuration()},
        RetryAfterCase{"nothing", "", {}}, RetryAfterCase{"negative", "-3", {}},
        RetryAfterCase{"signed", "+3", {}},
        RetryAfterCase{"fraction", "1.5", {}}, RetryAfterCase{"unit", "3s", {}},
        RetryAfterCase{"words", "soon", {}},
        RetryAfterCase{"two_numbers", "3, 4", {}},
        RetryAfterCase{"iso_date", "1994-11-06T08:50:07Z", {}},
        RetryAfterCase{"impossible_date", "Sun, 36 Nov 1994 08:50:07 GMT", {}},
        RetryAfterCase{"infinite", "infinite-future", {}}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace backlinks
