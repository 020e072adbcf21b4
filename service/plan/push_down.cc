#include "service/plan/push_down.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/plan/implied_range.h"

namespace backlinks::plan {
namespace {

using Conditions = std::vector<std::string>;

// The implications of a filter in a dialect's syntax: all of them are true
// where the filter is and, if `exact`, nowhere else.
struct Implied {
  Conditions conditions;  // Distinct and not empty.
  bool exact = false;
};

void AddTo(Conditions& conditions, std::string condition) {
  const bool is_new = std::find(conditions.begin(), conditions.end(),
                                condition) == conditions.end();
  if (is_new && !condition.empty()) conditions.push_back(std::move(condition));
}

// Includes the separators.
size_t SizeOf(const Conditions& conditions) {
  size_t size = 0;
  for (const std::string& condition : conditions) size += condition.size() + 1;
  return size;
}

class FilterTranslator {
 public:
  explicit FilterTranslator(const dialect::Dialect& dialect)
      : dialect_(dialect), nullable_(dialect.nullable()) {}

  // The recursion is bounded, because validation limits a filter's depth.
  Implied Translate(const FilterNode& node) const {
    switch (node.kind) {
      case FilterNode::Kind::kPredicate:
        return TranslatePredicate(node, false);
      case FilterNode::Kind::kNot:
        return TranslatePredicate(node.children.front(), true);
      case FilterNode::Kind::kAnd:
        return TranslateAll(node);
      case FilterNode::Kind::kOr:
        break;
    }
    return TranslateAny(node);
  }

 private:
  Implied TranslatePredicate(const FilterNode& predicate, bool negated) const {
    dialect::Translation translation = dialect_.Translate(predicate, negated);
    Implied implied = {.exact = translation.exact};
    AddTo(implied.conditions, std::move(translation.condition));
    return implied;
  }

  Implied TranslateAll(const FilterNode& group) const {
    Implied all = {.exact = true};
    for (const FilterNode& member : group.children) {
      Implied implied = Translate(member);
      all.exact = all.exact && implied.exact;
      for (std::string& condition : implied.conditions) {
        AddTo(all.conditions, std::move(condition));
      }
    }
    return all;
  }

  Implied TranslateAny(const FilterNode& group) const {
    std::vector<Implied> members;
    for (const FilterNode& member : group.children) {
      members.push_back(Translate(member));
    }
    if (std::optional<Implied> whole = Whole(members)) return *whole;
    Implied implied = {.conditions = Common(members)};
    for (const FilterNode& range : ImpliedRanges(group, nullable_)) {
      AddTo(implied.conditions, dialect_.Translate(range, false).condition);
    }
    return implied;
  }

  // Empty if there is no OR, or a member cannot be expressed.
  std::optional<Implied> Whole(const std::vector<Implied>& members) const {
    Implied whole = {.exact = true};
    Conditions alternatives;
    for (const Implied& member : members) {
      if (member.conditions.empty()) return std::nullopt;
      whole.exact = whole.exact && member.exact;
      AddTo(alternatives, dialect_.JoinAnd(member.conditions));
    }
    // Members with the same condition need no OR.
    std::optional<std::string> any = alternatives.size() == 1
                                         ? alternatives.front()
                                         : dialect_.JoinOr(alternatives);
    if (!any) return std::nullopt;
    AddTo(whole.conditions, *std::move(any));
    return whole;
  }

  static Conditions Common(const std::vector<Implied>& members) {
    Conditions common = members.front().conditions;
    for (const Implied& member : members) {
      const Conditions& other = member.conditions;
      const auto end = std::remove_if(
          common.begin(), common.end(), [&other](const std::string& condition) {
            return std::find(other.begin(), other.end(), condition) ==
                   other.end();
          });
      common.erase(end, common.end());
    }
    return common;
  }

  const dialect::Dialect& dialect_;
  const ColumnSet nullable_;
};

}  // namespace

PushedFilter PushDown(const dialect::Dialect& dialect, const FilterNode& filter,
                      size_t max_bytes) {
  const FilterTranslator translator(dialect);
  const bool is_group = filter.kind == FilterNode::Kind::kAnd;
  const std::vector<FilterNode> conjuncts =
      is_group ? filter.children : std::vector<FilterNode>{filter};
  PushedFilter pushed;
  Conditions conditions;
  size_t size = 0;
  for (const FilterNode& conjunct : conjuncts) {
    Implied implied = translator.Translate(conjunct);
    const size_t more = SizeOf(implied.conditions);
    const bool fits = size + more <= max_bytes;
    if (!fits || !implied.exact) pushed.residual.push_back(conjunct);
    if (!fits) continue;
    size += more;
    for (std::string& condition : implied.conditions) {
      AddTo(conditions, std::move(condition));
    }
  }
  pushed.condition = dialect.JoinAnd(conditions);
  return pushed;
}

}  // namespace backlinks::plan
