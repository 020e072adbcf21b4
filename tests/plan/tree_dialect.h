// An upstream with OR whose conditions can be evaluated: they are names of
// trees over conditions of API v2.
#ifndef BACKLINKS_TESTS_PLAN_TREE_DIALECT_H_
#define BACKLINKS_TESTS_PLAN_TREE_DIALECT_H_

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/plan/fake_dialect.h"
#include "tests/support/v2_text.h"

namespace backlinks::plan {

class TreeDialect final : public FakeDialect {
 public:
  explicit TreeDialect(const ColumnSet& nullable)
      : FakeDialect({.nullable = nullable}) {}

  dialect::Translation Translate(const FilterNode& predicate,
                                 bool negated) const override {
    dialect::Translation translation =
        FakeDialect::Translate(predicate, negated);
    if (translation.condition.empty()) return translation;
    return {NameOf({.kind = 'v', .parts = {translation.condition}}),
            translation.exact};
  }
  std::string JoinAnd(
      const std::vector<std::string>& conditions) const override {
    if (conditions.empty()) return "";
    return NameOf({.kind = '&', .parts = conditions});
  }
  std::optional<std::string> JoinOr(
      const std::vector<std::string>& conditions) const override {
    return NameOf({.kind = '|', .parts = conditions});
  }

  bool Holds(const std::string& condition, const v1::Refpage& row) const {
    if (condition.empty()) return true;
    const Tree& tree = trees_.at(condition);
    const auto holds = [&](const std::string& part) {
      return Holds(part, row);
    };
    if (tree.kind == 'v') {
      return testing_support::V2Holds(
          *testing_support::ParseV2(tree.parts.front()), row);
    }
    return tree.kind == '&'
               ? std::all_of(tree.parts.begin(), tree.parts.end(), holds)
               : std::any_of(tree.parts.begin(), tree.parts.end(), holds);
  }

 private:
  struct Tree {
    char kind = 'v';  // A condition of v2; '&'; '|'.
    std::vector<std::string> parts;
    // NOLINTNEXTLINE(modernize-use-nullptr): not a pointer.
    auto operator<=>(const Tree&) const = default;
  };

  // The same for the same.
  std::string NameOf(Tree tree) const {
    const auto [it, is_new] =
        names_.emplace(std::move(tree), std::to_string(names_.size()));
    if (is_new) trees_[it->second] = it->first;
    return it->second;
  }

  mutable std::map<Tree, std::string> names_;
  mutable std::map<std::string, Tree> trees_;
};

}  // namespace backlinks::plan

#endif  // BACKLINKS_TESTS_PLAN_TREE_DIALECT_H_
