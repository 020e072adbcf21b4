#include "service/plan/push_down.h"

#include <optional>
#include <utility>

#include "fmt/format.h"
#include "service/model/column.h"

namespace backlinks {
namespace {

std::string_view OperatorName(TextOperator op) {
  switch (op) {
    case TextOperator::kEquals:
      return "equals";
    case TextOperator::kContains:
      return "contains";
    case TextOperator::kHasWord:
      return "has_word";
    case TextOperator::kStartsWith:
      return "starts_with";
    case TextOperator::kEndsWith:
      return "ends_with";
    case TextOperator::kMatches:
      return "matches";
    case TextOperator::kSubdomainOf:
      break;
  }
  return "subdomain_of";
}

// The test in the words of the contract.
struct TestName {
  std::string operator()(const TextTest& test) const {
    return fmt::format("{}{}", OperatorName(test.op),
                       test.ignore_case ? " without regard to case" : "");
  }
  std::string operator()(const TextSetTest&) const { return "any_of"; }
  std::string operator()(const NumberRangeTest&) const { return "range"; }
  std::string operator()(const NumberSetTest& test) const {
    return test.values.size() == 1 ? "equals" : "any_of";
  }
  std::string operator()(const TimeRangeTest&) const { return "range"; }
  std::string operator()(const BoolTest&) const { return "equals"; }
  std::string operator()(const LinkTypeTest&) const { return "any_of"; }
  std::string operator()(const UnsetTest&) const { return "unset"; }
};

class Pusher {
 public:
  Pusher(const Dialect& dialect, std::vector<Violation>& violations)
      : dialect_(dialect), violations_(violations) {}

  // Recursion ends because validation bounds a filter's depth.
  void Push(const FilterNode& node, bool negated) {
    switch (node.kind) {
      case FilterNode::Kind::kPredicate:
        return PushPredicate(node, negated);
      case FilterNode::Kind::kNot:
        return Push(node.children.front(), !negated);
      case FilterNode::Kind::kAnd:
      case FilterNode::Kind::kOr:
        return PushGroup(node, negated);
    }
  }

  std::string Take() const { return dialect_.Join(conditions_); }

 private:
  void PushGroup(const FilterNode& node, bool negated) {
    const bool is_or = (node.kind == FilterNode::Kind::kOr) != negated;
    if (is_or && node.children.size() > 1) return RefuseOr(node, negated);
    for (const FilterNode& child : node.children) Push(child, negated);
  }

  void PushPredicate(const FilterNode& node, bool negated) {
    std::optional<std::string> said = dialect_.Say(node, negated);
    if (!said) return RefusePredicate(node, negated);
    conditions_.push_back(*std::move(said));
  }

  void RefuseOr(const FilterNode& node, bool negated) {
    violations_.push_back(
        {node.path, fmt::format("{} cannot express {}", dialect_.name(),
                                negated ? "NOT over an AND" : "OR")});
  }

  void RefusePredicate(const FilterNode& node, bool negated) {
    violations_.push_back(
        {node.path,
         fmt::format("{} cannot express exactly {}{} on {}", dialect_.name(),
                     negated ? "NOT " : "", std::visit(TestName(), node.test),
                     GetColumn(node.column).name)});
  }

  const Dialect& dialect_;
  std::vector<Violation>& violations_;
  std::vector<std::string> conditions_;
};

}  // namespace

std::string PushDown(const Dialect& dialect, const FilterNode& filter,
                     std::vector<Violation>& violations) {
  Pusher pusher(dialect, violations);
  pusher.Push(filter, false);
  return pusher.Take();
}

}  // namespace backlinks
