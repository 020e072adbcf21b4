#include "service/validate/text_predicate_reader.h"

#include <string>
#include <string_view>

#include "fmt/format.h"
#include "re2/re2.h"
#include "service/common/text/host_name.h"
#include "service/model/regex.h"
#include "service/validate/host.h"

namespace backlinks::validate {
namespace {

class TextPredicateReader {
 public:
  TextPredicateReader(const v1::StringPredicate& predicate,
                      const PredicateChecks& checks)
      : predicate_(predicate), checks_(checks) {}

  MaybeMatcher Read() {
    CheckIgnoreCase();
    switch (predicate_.test_case()) {
      case v1::StringPredicate::kEquals:
        return Text(TextOperator::kEquals, "equals", predicate_.equals());
      case v1::StringPredicate::kContains:
        return NonEmptyText(TextOperator::kContains, "contains",
                            predicate_.contains());
      case v1::StringPredicate::kHasWord:
        return NonEmptyText(TextOperator::kHasWord, "has_word",
                            predicate_.has_word());
      case v1::StringPredicate::kStartsWith:
        return NonEmptyText(TextOperator::kStartsWith, "starts_with",
                            predicate_.starts_with());
      case v1::StringPredicate::kEndsWith:
        return NonEmptyText(TextOperator::kEndsWith, "ends_with",
                            predicate_.ends_with());
      case v1::StringPredicate::kMatches:
        return Regex();
      case v1::StringPredicate::kSubdomainOf:
        return Subdomain();
      case v1::StringPredicate::kAnyOf:
        return TextSet();
      case v1::StringPredicate::kUnset:
        return checks_.Unset(predicate_.unset());
      case v1::StringPredicate::TEST_NOT_SET:
        break;
    }
    return checks_.RejectWithoutTest();
  }

 private:
  void CheckIgnoreCase() {
    if (!predicate_.ignore_case()) return;
    if (predicate_.has_unset() || predicate_.has_subdomain_of()) {
      checks_.Reject("ignore_case",
                     "must not be set with unset or subdomain_of");
    }
  }

  MaybeMatcher Text(TextOperator op, std::string_view field,
                    const std::string& value) {
    if (!IsUtf8(value)) return checks_.Reject(field, "is not UTF-8");
    return TextMatcher{op, value, predicate_.ignore_case()};
  }

  MaybeMatcher NonEmptyText(TextOperator op, std::string_view field,
                            const std::string& value) {
    if (value.empty()) {
      return checks_.Reject(field, "must not be empty: every text matches it");
    }
    return Text(op, field, value);
  }

  MaybeMatcher Regex() {
    const RE2 regex(predicate_.matches(),
                    RegexOptions(predicate_.ignore_case()));
    if (!regex.ok()) {
      return checks_.Reject(
          "matches",
          fmt::format("is not an RE2 expression: {}", Quote(regex.error())));
    }
    return NonEmptyText(TextOperator::kMatches, "matches",
                        predicate_.matches());
  }

  MaybeMatcher Subdomain() {
    if (!checks_.column().is_url) {
      return checks_.Reject(
          "subdomain_of",
          fmt::format("{} does not contain a URL", checks_.column().name));
    }
    if (const auto problem = HostProblem(predicate_.subdomain_of())) {
      return checks_.Reject("subdomain_of", *problem);
    }
    return TextMatcher{TextOperator::kSubdomainOf,
                       text::CanonicalHost(predicate_.subdomain_of()), false};
  }

  MaybeMatcher TextSet() {
    const auto& values = predicate_.any_of().values();
    if (!checks_.CheckSet(values.size())) return std::nullopt;
    bool ok = true;
    for (int i = 0; i < values.size(); ++i) {
      if (IsUtf8(values[i])) continue;
      checks_.Reject(fmt::format("any_of.values[{}]", i), "is not UTF-8");
      ok = false;
    }
    if (!ok) return std::nullopt;
    return TextSetMatcher{{values.begin(), values.end()},
                          predicate_.ignore_case()};
  }

  const v1::StringPredicate& predicate_;
  const PredicateChecks& checks_;
};

}  // namespace

MaybeMatcher ReadTextMatcher(const v1::StringPredicate& predicate,
                             const PredicateChecks& checks) {
  return TextPredicateReader(predicate, checks).Read();
}

}  // namespace backlinks::validate
