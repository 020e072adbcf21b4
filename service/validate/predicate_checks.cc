#include "service/validate/predicate_checks.h"

#include <utility>

#include "fmt/format.h"
#include "service/validate/validator.h"

namespace backlinks::validate {

MaybeMatcher PredicateChecks::Reject(std::string_view field,
                                     std::string description) const {
  violations_.Add(field.empty() ? path_ : fmt::format("{}.{}", path_, field),
                  std::move(description));
  return std::nullopt;
}

MaybeMatcher PredicateChecks::RejectWithoutTest() const {
  return Reject("", "must set exactly one test");
}

MaybeMatcher PredicateChecks::Unset(bool value) const {
  if (value) return UnsetMatcher{};
  return Reject("unset", "may only be true; negate the filter instead");
}

bool PredicateChecks::CheckSet(int size) const {
  if (size >= 1 && size <= kMaxSetValues) return true;
  Reject("any_of", size == 0
                       ? std::string("must not be empty")
                       : fmt::format("has {} values; at most {} are allowed",
                                     size, kMaxSetValues));
  return false;
}

}  // namespace backlinks::validate
