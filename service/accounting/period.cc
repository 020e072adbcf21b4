#include "service/accounting/period.h"

#include "absl/time/civil_time.h"

namespace backlinks::accounting {
namespace {

template <typename Civil>
Period PeriodAt(Period::Kind kind, absl::Time time) {
  const Civil civil(absl::ToCivilSecond(time, absl::UTCTimeZone()));
  return {.kind = kind,
          .name = absl::FormatCivilTime(civil),
          .start = absl::FromCivil(civil, absl::UTCTimeZone()),
          .end = absl::FromCivil(civil + 1, absl::UTCTimeZone())};
}

}  // namespace

Period DayAt(absl::Time time) {
  return PeriodAt<absl::CivilDay>(Period::Kind::kDay, time);
}

Period MonthAt(absl::Time time) {
  return PeriodAt<absl::CivilMonth>(Period::Kind::kMonth, time);
}

}  // namespace backlinks::accounting
