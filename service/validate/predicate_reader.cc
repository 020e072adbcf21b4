#include "service/validate/predicate_reader.h"

#include <optional>
#include <string_view>

#include "backlinks/v1/filter.pb.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "service/validate/predicate_checks.h"
#include "service/validate/text_predicate_reader.h"

namespace backlinks::validate {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;

// Reads one predicate, by the type of its message.
class PredicateReader {
 public:
  explicit PredicateReader(const PredicateChecks& checks) : checks_(checks) {}

  MaybeMatcher Read(const v1::StringPredicate& predicate) {
    return ReadTextMatcher(predicate, checks_);
  }

  MaybeMatcher Read(const v1::Int64Predicate& predicate) {
    switch (predicate.test_case()) {
      case v1::Int64Predicate::kEquals:
        return NumberSetMatcher{{predicate.equals()}};
      case v1::Int64Predicate::kRange:
        return NumberRange(predicate.range());
      case v1::Int64Predicate::kAnyOf:
        if (!checks_.CheckSet(predicate.any_of().values_size())) {
          return std::nullopt;
        }
        return NumberSetMatcher{{predicate.any_of().values().begin(),
                                 predicate.any_of().values().end()}};
      case v1::Int64Predicate::kUnset:
        return checks_.Unset(predicate.unset());
      case v1::Int64Predicate::TEST_NOT_SET:
        break;
    }
    return checks_.RejectWithoutTest();
  }

  MaybeMatcher Read(const v1::TimestampPredicate& predicate) {
    switch (predicate.test_case()) {
      case v1::TimestampPredicate::kRange:
        return TimeRange(predicate.range());
      case v1::TimestampPredicate::kUnset:
        return checks_.Unset(predicate.unset());
      case v1::TimestampPredicate::TEST_NOT_SET:
        break;
    }
    return checks_.RejectWithoutTest();
  }

  MaybeMatcher Read(const v1::BoolPredicate& predicate) {
    switch (predicate.test_case()) {
      case v1::BoolPredicate::kEquals:
        return BoolMatcher{predicate.equals()};
      case v1::BoolPredicate::kUnset:
        return checks_.Unset(predicate.unset());
      case v1::BoolPredicate::TEST_NOT_SET:
        break;
    }
    return checks_.RejectWithoutTest();
  }

  MaybeMatcher Read(const v1::LinkTypePredicate& predicate) {
    switch (predicate.test_case()) {
      case v1::LinkTypePredicate::kAnyOf:
        return LinkTypes(predicate.any_of());
      case v1::LinkTypePredicate::kUnset:
        return checks_.Unset(predicate.unset());
      case v1::LinkTypePredicate::TEST_NOT_SET:
        break;
    }
    return checks_.RejectWithoutTest();
  }

 private:
  MaybeMatcher NumberRange(const v1::Int64Range& range) {
    NumberRangeMatcher matcher;
    if (range.has_start()) matcher.start = range.start();
    if (range.has_end()) matcher.end = range.end();
    return CheckRange(matcher, "start", "end");
  }

  MaybeMatcher TimeRange(const v1::TimestampRange& range) {
    TimeRangeMatcher matcher;
    bool ok = true;
    if (range.has_start_time()) {
      ok &= ReadTime(range.start_time(), "range.start_time", matcher.start);
    }
    if (range.has_end_time()) {
      ok &= ReadTime(range.end_time(), "range.end_time", matcher.end);
    }
    if (!ok) return std::nullopt;
    return CheckRange(matcher, "start_time", "end_time");
  }

  bool ReadTime(const Timestamp& value, std::string_view field,
                std::optional<Time>& time) {
    time = Time{value.seconds(), value.nanos()};
    const bool ok = value.seconds() >= TimeUtil::kTimestampMinSeconds &&
                    value.seconds() <= TimeUtil::kTimestampMaxSeconds &&
                    value.nanos() >= 0 && value.nanos() <= 999'999'999;
    if (!ok) checks_.Reject(field, "is not a time of the years 0001 to 9999");
    return ok;
  }

  template <typename RangeMatcher>
  MaybeMatcher CheckRange(const RangeMatcher& matcher, std::string_view start,
                          std::string_view end) {
    if (!matcher.start && !matcher.end) {
      return checks_.Reject(
          "range", fmt::format("must have a bound: set {} or {}", start, end));
    }
    if (matcher.start && matcher.end && *matcher.start >= *matcher.end) {
      return checks_.Reject(
          "range",
          fmt::format("is empty: {} must be less than {}", start, end));
    }
    return matcher;
  }

  MaybeMatcher LinkTypes(const v1::LinkTypeSet& set) {
    if (!checks_.CheckSet(set.values_size())) return std::nullopt;
    LinkTypeMatcher matcher;
    for (int i = 0; i < set.values_size(); ++i) {
      const std::string field = fmt::format("any_of.values[{}]", i);
      const v1::LinkType value = set.values(i);
      if (!v1::LinkType_IsValid(value)) {
        checks_.Reject(field, fmt::format("{} is not a LinkType",
                                          static_cast<int>(value)));
      } else if (value == v1::LINK_TYPE_UNSPECIFIED) {
        checks_.Reject(field, "may not be LINK_TYPE_UNSPECIFIED");
      } else {
        matcher.values.push_back(value);
      }
    }
    if (static_cast<int>(matcher.values.size()) < set.values_size()) {
      return std::nullopt;
    }
    return matcher;
  }

  const PredicateChecks& checks_;
};

template <typename Predicate>
MaybeMatcher ReadAs(const google::protobuf::Message& predicate,
                    PredicateReader& reader) {
  return reader.Read(static_cast<const Predicate&>(predicate));
}

}  // namespace

std::optional<Matcher> ReadMatcher(const Column& column,
                                   const google::protobuf::Message& predicate,
                                   const std::string& path,
                                   Violations& violations) {
  const PredicateChecks checks(column, path, violations);
  PredicateReader reader(checks);
  switch (column.type) {
    case ColumnType::kString:
      return ReadAs<v1::StringPredicate>(predicate, reader);
    case ColumnType::kInt64:
      return ReadAs<v1::Int64Predicate>(predicate, reader);
    case ColumnType::kTimestamp:
      return ReadAs<v1::TimestampPredicate>(predicate, reader);
    case ColumnType::kBool:
      return ReadAs<v1::BoolPredicate>(predicate, reader);
    case ColumnType::kLinkType:
      return ReadAs<v1::LinkTypePredicate>(predicate, reader);
  }
  return std::nullopt;
}

}  // namespace backlinks::validate
