#include "service/common/parse/date_builder.h"

#include <optional>

#include "absl/time/time.h"

namespace backlinks {
namespace {

// The half-open interval [start, end).
struct Span {
  absl::Time start;
  absl::Time end;
};

std::optional<Span> ParseSpan(const std::string& text) {
  // Abseil accepts more than the grammar, such as "infinite-future".
  if (text.size() < 10 || text[0] < '0' || text[0] > '9') return std::nullopt;
  const bool is_day = text.size() == 10;
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, is_day ? text + "T00:00:00Z" : text,
                       &time, nullptr)) {
    return std::nullopt;
  }
  return Span{time, time + (is_day ? absl::Hours(24) : absl::Nanoseconds(1))};
}

// Whether `time` is after every Timestamp.
bool IsBeyond(absl::Time time) {
  static const absl::Time end =
      absl::FromCivil(absl::CivilSecond(10000), absl::UTCTimeZone());
  return time >= end;
}

void SetTimestamp(absl::Time time, google::protobuf::Timestamp& out) {
  const timespec parts = absl::ToTimespec(time);
  out.set_seconds(parts.tv_sec);
  out.set_nanos(static_cast<int32_t>(parts.tv_nsec));
}

v1::TimestampRange& RangeOf(const Column& column, v1::Filter& out) {
  return *static_cast<v1::TimestampPredicate&>(PredicateArm(column, out))
              .mutable_range();
}

void BuildStart(const Column& column, absl::Time start, v1::Filter& out) {
  if (IsBeyond(start)) return BuildConstant(false, out);
  SetTimestamp(start, *RangeOf(column, out).mutable_start_time());
}

void BuildEnd(const Column& column, absl::Time end, v1::Filter& out) {
  if (IsBeyond(end)) return BuildPresence(column, out);
  SetTimestamp(end, *RangeOf(column, out).mutable_end_time());
}

void BuildSpan(const Column& column, const Span& span, v1::Filter& out) {
  BuildStart(column, span.start, out);
  if (IsBeyond(span.end)) return;
  SetTimestamp(span.end, *RangeOf(column, out).mutable_end_time());
}

}  // namespace

Expected BuildDateComparison(const Column& column, std::string_view op,
                             const std::string& value, v1::Filter& out) {
  const std::optional<Span> span = ParseSpan(value);
  if (!span) return "expected a date as YYYY-MM-DD or RFC 3339";
  if (op == ":") return "expected =, !=, <, <=, > or >= on a date";
  if (op == "=") {
    BuildSpan(column, *span, out);
  } else if (op == "!=") {
    BuildSpan(column, *span, *out.mutable_not_expression());
  } else if (op[0] == '>') {
    BuildStart(column, op == ">" ? span->end : span->start, out);
  } else {
    BuildEnd(column, op == "<" ? span->start : span->end, out);
  }
  return "";
}

}  // namespace backlinks
