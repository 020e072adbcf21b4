// Checks that every test of a predicate needs, and how they are reported.
#ifndef BACKLINKS_SERVICE_VALIDATE_PREDICATE_CHECKS_H_
#define BACKLINKS_SERVICE_VALIDATE_PREDICATE_CHECKS_H_

#include <optional>
#include <string>
#include <string_view>

#include "service/common/column/column.h"
#include "service/model/filter.h"
#include "service/validate/violations.h"

namespace backlinks::validate {

// Empty if the test is not valid; the violations then have the reason.
using MaybeMatcher = std::optional<Matcher>;

// One predicate: its column, and its path for violations.
class PredicateChecks {
 public:
  PredicateChecks(const Column& column, const std::string& path,
                  Violations& violations)
      : column_(column), path_(path), violations_(violations) {}

  const Column& column() const { return column_; }

  // Adds a violation at `field` of the predicate, such as "range.end_time", or
  // at the predicate if `field` is empty.
  MaybeMatcher Reject(std::string_view field, std::string description) const;

  // Rejects a predicate without a test.
  MaybeMatcher RejectWithoutTest() const;

  // The test `unset`, which may only be true.
  MaybeMatcher Unset(bool value) const;

  // Whether the set `any_of` has a number of values that is allowed; if not, it
  // is rejected.
  bool CheckSet(int size) const;

 private:
  const Column& column_;
  const std::string& path_;
  Violations& violations_;
};

}  // namespace backlinks::validate

#endif  // BACKLINKS_SERVICE_VALIDATE_PREDICATE_CHECKS_H_
