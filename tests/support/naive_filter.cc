#include "tests/support/naive_filter.h"

#include <idn2.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "re2/re2.h"
#include "utf8proc.h"

namespace backlinks::testing_support {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

std::vector<utf8proc_int32_t> CodePoints(std::string_view text) {
  std::vector<utf8proc_int32_t> code_points;
  size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t code_point = 0;
    at += std::max<utf8proc_ssize_t>(
        1, utf8proc_iterate(
               reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
               static_cast<utf8proc_ssize_t>(text.size() - at), &code_point));
    code_points.push_back(code_point);
  }
  return code_points;
}

utf8proc_int32_t Fold(utf8proc_int32_t code_point) {
  // These are an i in Turkish only.
  if (code_point == U'İ' || code_point == U'ı') return code_point;
  return utf8proc_tolower(utf8proc_toupper(code_point));
}

std::string Fold(std::string_view text) {
  std::string folded;
  for (const utf8proc_int32_t code_point : CodePoints(text)) {
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(Fold(code_point), bytes);
    folded.append(reinterpret_cast<const char*>(bytes), size);
  }
  return folded;
}

std::string WithoutDotsAtEnd(std::string name) {
  while (!name.empty() && name.back() == '.') name.pop_back();
  return name;
}

// By UTS 46 where it is a name of the Internet; else in folded case.
std::string HostForm(const std::string& host) {
  char* ascii = nullptr;
  const int code = idn2_to_ascii_8z(
      host.c_str(), &ascii, IDN2_NONTRANSITIONAL | IDN2_NO_ALABEL_ROUNDTRIP);
  const std::string form = code == IDN2_OK ? ascii : Fold(host);
  idn2_free(ascii);
  return WithoutDotsAtEnd(form);
}

std::string Host(const std::string& url) {
  static const RE2 parts(
      "^(?:[^/?#]*://(?:[^/?#]*@)?)?"   // Scheme and user.
      "(\\[[^\\]/?#]*\\]?|[^/?#:]*)");  // IPv6 address or name.
  std::string host;
  RE2::PartialMatch(url, parts, &host);
  return HostForm(WithoutDotsAtEnd(host));
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

bool Test(const v1::StringPredicate& test, const std::string& cell) {
  const bool fold = test.ignore_case();
  const auto form = [fold](const std::string& text) {
    return fold ? Fold(text) : text;
  };
  const std::string text = form(cell);
  if (test.has_equals()) return text == form(test.equals());
  if (test.has_contains()) return text.find(form(test.contains())) != text.npos;
  if (test.has_has_word()) return HasWord(text, form(test.has_word()));
  if (test.has_starts_with())
    return text.rfind(form(test.starts_with()), 0) == 0;
  if (test.has_ends_with()) return EndsWith(text, form(test.ends_with()));
  if (test.has_matches()) {
    return RE2::PartialMatch(cell, (fold ? "(?i)" : "") + test.matches());
  }
  if (test.has_subdomain_of()) return IsBelow(cell, test.subdomain_of());
  const auto& values = test.any_of().values();
  return std::any_of(values.begin(), values.end(),
                     [&](const auto& value) { return text == form(value); });
}

bool Test(const v1::Int64Predicate& test, int64_t cell) {
  if (test.has_equals()) return cell == test.equals();
  if (test.has_range()) {
    const v1::Int64Range& range = test.range();
    return (!range.has_start() || cell >= range.start()) &&
           (!range.has_end() || cell < range.end());
  }
  const auto& values = test.any_of().values();
  return std::find(values.begin(), values.end(), cell) != values.end();
}

std::pair<int64_t, int32_t> Key(const Timestamp& time) {
  return {time.seconds(), time.nanos()};
}

bool Test(const v1::TimestampPredicate& test, const Timestamp& cell) {
  const v1::TimestampRange& range = test.range();
  return (!range.has_start_time() || Key(cell) >= Key(range.start_time())) &&
         (!range.has_end_time() || Key(cell) < Key(range.end_time()));
}

bool Test(const v1::LinkTypePredicate& test, int cell) {
  const auto& values = test.any_of().values();
  return std::find(values.begin(), values.end(), cell) != values.end();
}

// A test on a cell that is there.
bool TestCell(const Message& test, const v1::Refpage& row,
              const FieldDescriptor* column) {
  const auto& cells = *row.GetReflection();
  if (auto* text = dynamic_cast<const v1::StringPredicate*>(&test)) {
    return Test(*text, cells.GetString(row, column));
  }
  if (auto* number = dynamic_cast<const v1::Int64Predicate*>(&test)) {
    return Test(*number, cells.GetInt64(row, column));
  }
  if (auto* time = dynamic_cast<const v1::TimestampPredicate*>(&test)) {
    return Test(*time,
                dynamic_cast<const Timestamp&>(cells.GetMessage(row, column)));
  }
  if (auto* boolean = dynamic_cast<const v1::BoolPredicate*>(&test)) {
    return cells.GetBool(row, column) == boolean->equals();
  }
  return Test(dynamic_cast<const v1::LinkTypePredicate&>(test),
              cells.GetEnumValue(row, column));
}

bool HoldsPredicate(const v1::Predicate& predicate, const v1::Refpage& row) {
  const int number = predicate.column_case();
  const auto* arm = v1::Predicate::descriptor()->FindFieldByNumber(number);
  const auto* column = v1::Refpage::descriptor()->FindFieldByNumber(number);
  const Message& test = predicate.GetReflection()->GetMessage(predicate, arm);
  const bool present = row.GetReflection()->HasField(row, column);
  const auto* unset = test.GetDescriptor()->FindFieldByName("unset");
  if (test.GetReflection()->HasField(test, unset)) return !present;
  return present && TestCell(test, row, column);
}

}  // namespace

bool Holds(const v1::Filter& filter, const v1::Refpage& row) {
  const auto holds = [&row](const v1::Filter& f) { return Holds(f, row); };
  if (filter.has_and_group()) {
    const auto& filters = filter.and_group().filters();
    return std::all_of(filters.begin(), filters.end(), holds);
  }
  if (filter.has_or_group()) {
    const auto& filters = filter.or_group().filters();
    return std::any_of(filters.begin(), filters.end(), holds);
  }
  if (filter.has_not_expression()) return !holds(filter.not_expression());
  return HoldsPredicate(filter.predicate(), row);
}

bool HasWord(std::string_view text, std::string_view word) {
  static const RE2 ends_in_word(R"([\p{L}\p{Nd}]$)");
  static const RE2 begins_in_word(R"(^[\p{L}\p{Nd}])");
  for (size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (text.substr(at, word.size()) != word) continue;
    const std::string before(text.substr(0, at));
    const std::string after(text.substr(at + word.size()));
    if (!RE2::PartialMatch(before, ends_in_word) &&
        !RE2::PartialMatch(after, begins_in_word)) {
      return true;
    }
  }
  return false;
}

bool IsBelow(std::string_view url, std::string_view domain) {
  const std::string host = Host(std::string(url));
  const std::string form = HostForm(std::string(domain));
  return host == form || EndsWith(host, "." + form);
}

}  // namespace backlinks::testing_support
