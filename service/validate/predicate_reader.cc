#include "service/validate/predicate_reader.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "backlinks/v1/filter.pb.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "re2/re2.h"
#include "service/common/text/host_name.h"
#include "service/model/regex.h"
#include "service/validate/host.h"
#include "service/validate/validator.h"

namespace backlinks {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;
using MaybeMatcher = std::optional<Matcher>;

// Reads one predicate. The `path` of each method is that of the field it reads.
class PredicateReader {
 public:
  PredicateReader(const Column& column, const std::string& path,
                  Violations& violations)
      : column_(column), path_(path), violations_(violations) {}

  MaybeMatcher Read(const v1::StringPredicate& predicate) {
    CheckIgnoreCase(predicate);
    switch (predicate.test_case()) {
      case v1::StringPredicate::kEquals:
        return Text(TextOperator::kEquals, "equals", predicate.equals(),
                    predicate);
      case v1::StringPredicate::kContains:
        return NonEmptyText(TextOperator::kContains, "contains",
                            predicate.contains(), predicate);
      case v1::StringPredicate::kHasWord:
        return NonEmptyText(TextOperator::kHasWord, "has_word",
                            predicate.has_word(), predicate);
      case v1::StringPredicate::kStartsWith:
        return NonEmptyText(TextOperator::kStartsWith, "starts_with",
                            predicate.starts_with(), predicate);
      case v1::StringPredicate::kEndsWith:
        return NonEmptyText(TextOperator::kEndsWith, "ends_with",
                            predicate.ends_with(), predicate);
      case v1::StringPredicate::kMatches:
        return Regex(predicate);
      case v1::StringPredicate::kSubdomainOf:
        return Subdomain(predicate);
      case v1::StringPredicate::kAnyOf:
        return TextSet(predicate);
      case v1::StringPredicate::kUnset:
        return Unset(predicate.unset());
      case v1::StringPredicate::TEST_NOT_SET:
        break;
    }
    return NoTest();
  }

  MaybeMatcher Read(const v1::Int64Predicate& predicate) {
    switch (predicate.test_case()) {
      case v1::Int64Predicate::kEquals:
        return NumberSetMatcher{{predicate.equals()}};
      case v1::Int64Predicate::kRange:
        return NumberRange(predicate.range());
      case v1::Int64Predicate::kAnyOf:
        if (!CheckSet(predicate.any_of().values_size())) return std::nullopt;
        return NumberSetMatcher{{predicate.any_of().values().begin(),
                                 predicate.any_of().values().end()}};
      case v1::Int64Predicate::kUnset:
        return Unset(predicate.unset());
      case v1::Int64Predicate::TEST_NOT_SET:
        break;
    }
    return NoTest();
  }

  MaybeMatcher Read(const v1::TimestampPredicate& predicate) {
    switch (predicate.test_case()) {
      case v1::TimestampPredicate::kRange:
        return TimeRange(predicate.range());
      case v1::TimestampPredicate::kUnset:
        return Unset(predicate.unset());
      case v1::TimestampPredicate::TEST_NOT_SET:
        break;
    }
    return NoTest();
  }

  MaybeMatcher Read(const v1::BoolPredicate& predicate) {
    switch (predicate.test_case()) {
      case v1::BoolPredicate::kEquals:
        return BoolMatcher{predicate.equals()};
      case v1::BoolPredicate::kUnset:
        return Unset(predicate.unset());
      case v1::BoolPredicate::TEST_NOT_SET:
        break;
    }
    return NoTest();
  }

  MaybeMatcher Read(const v1::LinkTypePredicate& predicate) {
    switch (predicate.test_case()) {
      case v1::LinkTypePredicate::kAnyOf:
        return LinkTypes(predicate.any_of());
      case v1::LinkTypePredicate::kUnset:
        return Unset(predicate.unset());
      case v1::LinkTypePredicate::TEST_NOT_SET:
        break;
    }
    return NoTest();
  }

 private:
  MaybeMatcher Reject(std::string_view field, std::string description) {
    violations_.Add(field.empty() ? path_ : fmt::format("{}.{}", path_, field),
                    std::move(description));
    return std::nullopt;
  }

  MaybeMatcher NoTest() {
    return Reject("", "has no test; exactly one is needed");
  }

  MaybeMatcher Unset(bool value) {
    if (value) return UnsetMatcher{};
    return Reject("unset", "may only be true; negate the filter instead");
  }

  void CheckIgnoreCase(const v1::StringPredicate& predicate) {
    if (!predicate.ignore_case()) return;
    if (predicate.has_unset() || predicate.has_subdomain_of()) {
      Reject("ignore_case", "has no meaning here: this test regards no case");
    }
  }

  MaybeMatcher Text(TextOperator op, std::string_view field,
                    const std::string& value,
                    const v1::StringPredicate& predicate) {
    if (!IsUtf8(value)) return Reject(field, "is not UTF-8");
    return TextMatcher{op, value, predicate.ignore_case()};
  }

  MaybeMatcher NonEmptyText(TextOperator op, std::string_view field,
                            const std::string& value,
                            const v1::StringPredicate& predicate) {
    if (value.empty()) return Reject(field, "is empty: it holds everywhere");
    return Text(op, field, value, predicate);
  }

  MaybeMatcher Regex(const v1::StringPredicate& predicate) {
    const RE2 regex(predicate.matches(), RegexOptions(predicate.ignore_case()));
    if (!regex.ok()) {
      return Reject("matches", fmt::format("is not an RE2 expression: {}",
                                           Quote(regex.error())));
    }
    return NonEmptyText(TextOperator::kMatches, "matches", predicate.matches(),
                        predicate);
  }

  MaybeMatcher Subdomain(const v1::StringPredicate& predicate) {
    if (!column_.is_url) {
      return Reject("subdomain_of",
                    fmt::format("{} holds no URL", column_.name));
    }
    if (const auto problem = HostProblem(predicate.subdomain_of())) {
      return Reject("subdomain_of", *problem);
    }
    return TextMatcher{TextOperator::kSubdomainOf,
                       CanonicalHost(predicate.subdomain_of()), false};
  }

  MaybeMatcher TextSet(const v1::StringPredicate& predicate) {
    const auto& values = predicate.any_of().values();
    if (!CheckSet(values.size())) return std::nullopt;
    bool ok = true;
    for (int i = 0; i < values.size(); ++i) {
      if (IsUtf8(values[i])) continue;
      Reject(fmt::format("any_of.values[{}]", i), "is not UTF-8");
      ok = false;
    }
    if (!ok) return std::nullopt;
    return TextSetMatcher{{values.begin(), values.end()},
                          predicate.ignore_case()};
  }

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
    if (!ok) Reject(field, "is not a time of the years 0001 to 9999");
    return ok;
  }

  template <typename RangeMatcher>
  MaybeMatcher CheckRange(const RangeMatcher& matcher, std::string_view start,
                          std::string_view end) {
    if (!matcher.start && !matcher.end) {
      return Reject("range",
                    fmt::format("has no bound; set {} or {}", start, end));
    }
    if (matcher.start && matcher.end && *matcher.start >= *matcher.end) {
      return Reject("range",
                    fmt::format("is empty: {} must lie below {}", start, end));
    }
    return matcher;
  }

  MaybeMatcher LinkTypes(const v1::LinkTypeSet& set) {
    if (!CheckSet(set.values_size())) return std::nullopt;
    LinkTypeMatcher matcher;
    for (int i = 0; i < set.values_size(); ++i) {
      const std::string field = fmt::format("any_of.values[{}]", i);
      const v1::LinkType value = set.values(i);
      if (!v1::LinkType_IsValid(value)) {
        Reject(field,
               fmt::format("{} is no LinkType", static_cast<int>(value)));
      } else if (value == v1::LINK_TYPE_UNSPECIFIED) {
        Reject(field, "may not be LINK_TYPE_UNSPECIFIED");
      } else {
        matcher.values.push_back(value);
      }
    }
    if (static_cast<int>(matcher.values.size()) < set.values_size()) {
      return std::nullopt;
    }
    return matcher;
  }

  bool CheckSet(int size) {
    if (size >= 1 && size <= kMaxSetValues) return true;
    Reject("any_of", size == 0 ? std::string("is empty: it holds nowhere")
                               : fmt::format("has {} values; at most {} are "
                                             "allowed",
                                             size, kMaxSetValues));
    return false;
  }

  const Column& column_;
  const std::string& path_;
  Violations& violations_;
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
  PredicateReader reader(column, path, violations);
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

}  // namespace backlinks
