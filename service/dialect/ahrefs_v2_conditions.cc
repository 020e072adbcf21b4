#include "service/dialect/ahrefs_v2_conditions.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "backlinks/v1/refpage.pb.h"
#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "service/model/column.h"
#include "service/model/word.h"

namespace backlinks {
namespace {

using Said = std::optional<std::string>;

constexpr int64_t kSecondsPerDay = int64_t{24} * 60 * 60;

constexpr std::string_view kLinkTypePrefix = "LINK_TYPE_";

// Whether no character has another form that differs in case alone. Only
// ASCII is looked at: nothing outside of it folds to an ASCII non-letter.
bool IsCaseless(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c < 0x80 && !absl::ascii_isalpha(c);
  });
}

// A host name in the form in which URLs of rows have it.
std::string HostOf(std::string_view name) {
  if (!name.empty() && name.back() == '.') name.remove_suffix(1);
  return absl::AsciiStrToLower(absl::string_view(name.data(), name.size()));
}

// Says one test after another on one column.
class Speaker {
 public:
  Speaker(std::string_view column, bool negated)
      : column_(column), negated_(negated) {}

  Said operator()(const TextTest& test) const {
    if (test.ignore_case && !IsCaseless(test.value)) return std::nullopt;
    const std::string literal = QuoteInV2(test.value);
    if (test.op == TextOperator::kEquals) return Equality({literal});
    if (negated_) return std::nullopt;
    switch (test.op) {
      case TextOperator::kContains:
        return Call("substring", literal);
      case TextOperator::kHasWord:
        // What v2 makes of a word with something else inside is not known.
        if (!IsOneWord(test.value)) return std::nullopt;
        return Call("word", literal);
      case TextOperator::kSubdomainOf:
        return Call("subdomain", QuoteInV2(HostOf(test.value)));
      default:
        return std::nullopt;
    }
  }

  Said operator()(const TextSetTest& test) const {
    std::vector<std::string> literals;
    for (const std::string& value : test.values) {
      if (test.ignore_case && !IsCaseless(value)) return std::nullopt;
      literals.push_back(QuoteInV2(value));
    }
    return Equality(literals);
  }

  Said operator()(const NumberSetTest& test) const {
    std::vector<std::string> literals;
    for (const int64_t value : test.values) {
      literals.push_back(fmt::to_string(value));
    }
    return Equality(literals);
  }

  Said operator()(const NumberRangeTest& test) const {
    // The difference of two bounds in order may be beyond int64.
    if (test.start && test.end && *test.end - 1 == *test.start) {
      return Equality({fmt::to_string(*test.start)});
    }
    return Range(Literal(test.start), Literal(test.end));
  }

  Said operator()(const TimeRangeTest& test) const {
    const Said start = Literal(test.start);
    const Said end = Literal(test.end);
    if (start.has_value() != test.start.has_value()) return std::nullopt;
    if (end.has_value() != test.end.has_value()) return std::nullopt;
    return Range(start, end);
  }

  Said operator()(const BoolTest& test) const {
    return Equality({test.value ? "true" : "false"});
  }

  Said operator()(const LinkTypeTest& test) const {
    std::vector<std::string> literals;
    for (const v1::LinkType value : test.values) {
      const std::string name = v1::LinkType_Name(value);
      literals.push_back(QuoteInV2(
          absl::AsciiStrToLower(name.substr(kLinkTypePrefix.size()))));
    }
    return Equality(literals);
  }

  // v2 has no word for a column that is not there.
  Said operator()(const UnsetTest&) const { return std::nullopt; }

 private:
  // One of the literals; negated: none of them.
  Said Equality(const std::vector<std::string>& literals) const {
    if (!negated_ && literals.size() != 1) return std::nullopt;
    std::vector<std::string> conditions;
    conditions.reserve(literals.size());
    for (const std::string& literal : literals) {
      conditions.push_back(Compare(negated_ ? "<>" : "=", literal));
    }
    return JoinInV2(conditions);
  }

  Said Range(const Said& start, const Said& end) const {
    if (negated_) {
      if (start && end) return std::nullopt;
      return start ? Compare("<", *start) : Compare(">=", *end);
    }
    std::vector<std::string> conditions;
    if (start) conditions.push_back(Compare(">=", *start));
    if (end) conditions.push_back(Compare("<", *end));
    return JoinInV2(conditions);
  }

  std::string Compare(std::string_view sign, std::string_view literal) const {
    return fmt::format("{}{}{}", column_, sign, literal);
  }

  std::string Call(std::string_view function, std::string_view literal) const {
    return fmt::format("{}({},{})", function, column_, literal);
  }

  static Said Literal(const std::optional<int64_t>& value) {
    if (!value) return std::nullopt;
    return fmt::to_string(*value);
  }

  // Dates of v2 are whole days.
  static Said Literal(const std::optional<Time>& value) {
    if (!value || value->nanos != 0 || value->seconds % kSecondsPerDay != 0) {
      return std::nullopt;
    }
    return QuoteInV2(absl::FormatTime("%E4Y-%m-%d",
                                      absl::FromUnixSeconds(value->seconds),
                                      absl::UTCTimeZone()));
  }

  std::string_view column_;
  bool negated_;
};

}  // namespace

std::optional<std::string> SayInV2(const FilterNode& predicate, bool negated) {
  return std::visit(Speaker(GetColumn(predicate.column).name, negated),
                    predicate.test);
}

std::string JoinInV2(const std::vector<std::string>& conditions) {
  return fmt::format("{}", fmt::join(conditions, ","));
}

std::string QuoteInV2(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '\0') {
      literal += "\\0";
      continue;
    }
    if (c == '\\' || c == '"' || c == '\'') literal += '\\';
    literal += c;
  }
  literal += '"';
  return literal;
}

}  // namespace backlinks
