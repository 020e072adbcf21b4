#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "service/normalize/literal_merger.h"
#include "service/normalize/sorted_set.h"

namespace backlinks::normalize {
namespace {

using Texts = std::vector<std::string>;

// The set of cells of one column that pass. Sets compared by bytes are merged
// exactly; with ignore_case only as far as case folding cannot matter.
class TextCells {
 public:
  explicit TextCells(int column) : column_(column) {}

  void Narrow(Literal literal) {
    const bool negated = literal.negated;
    if (std::holds_alternative<UnsetMatcher>(literal.matcher)) {
      (negated ? absent_ : present_) = false;
      return;
    }
    if (!negated) absent_ = false;
    if (auto* set = std::get_if<TextSetMatcher>(&literal.matcher)) {
      NarrowToSet(std::move(*set), negated);
    } else {
      auto& matcher = std::get<TextMatcher>(literal.matcher);
      (negated ? failing_ : passing_)[Key(matcher)] = std::move(matcher);
    }
  }

  // Returns false if none passes.
  bool Write(std::vector<Literal>& out) {
    Trim();
    if (!present_) {
      if (absent_) Add(false, UnsetMatcher{}, out);
      return absent_;
    }
    const bool has_positive =
        only_ || !only_folded_.empty() || !passing_.empty();
    if (!absent_ && !has_positive) Add(true, UnsetMatcher{}, out);
    if (only_) Add(false, TextSetMatcher{*only_}, out);
    for (const Texts& values : only_folded_) {
      Add(false, TextSetMatcher{values, true}, out);
    }
    AppendExclusions(column_, except_, TextSetMatcher{}, out);
    AppendExclusions(column_, except_folded_,
                     TextSetMatcher{.values = {}, .ignore_case = true}, out);
    for (auto& [key, matcher] : passing_) Add(false, std::move(matcher), out);
    for (auto& [key, matcher] : failing_) Add(true, std::move(matcher), out);
    return true;
  }

 private:
  // Operator, value and ignore_case, which identify a test.
  using MatcherKey = std::tuple<TextOperator, std::string, bool>;
  using Matchers = std::map<MatcherKey, TextMatcher>;

  static MatcherKey Key(const TextMatcher& matcher) {
    return {matcher.op, matcher.value, matcher.ignore_case};
  }

  void NarrowToSet(TextSetMatcher set, bool negated) {
    if (negated) {
      Texts& except = set.ignore_case ? except_folded_ : except_;
      std::move(set.values.begin(), set.values.end(),
                std::back_inserter(except));
      return;
    }
    SortUnique(set.values);
    if (set.ignore_case) {
      only_folded_.push_back(std::move(set.values));
    } else {
      only_ = only_ ? Intersection(*only_, set.values) : std::move(set.values);
    }
  }

  void Trim() {
    SortUnique(except_);
    SortUnique(except_folded_);
    except_ = Difference(except_, except_folded_);
    if (only_) {
      only_ = Difference(Difference(*only_, except_), except_folded_);
      except_.clear();
      if (only_->empty()) present_ = false;
    }
    for (Texts& values : only_folded_) {
      values = Difference(values, except_folded_);
      if (values.empty()) present_ = false;
    }
    SortUnique(only_folded_);
    for (const auto& [key, matcher] : passing_) {
      if (failing_.count(key) > 0) present_ = false;
    }
  }

  void Add(bool negated, Matcher matcher, std::vector<Literal>& out) const {
    out.push_back({column_, negated, std::move(matcher)});
  }

  int column_;
  bool absent_ = true;   // An absent cell passes.
  bool present_ = true;  // Any other cell may pass.
  std::optional<Texts> only_;
  std::vector<Texts> only_folded_;
  Texts except_;
  Texts except_folded_;
  Matchers passing_;
  Matchers failing_;
};

}  // namespace

bool MergeTexts(std::vector<Literal> literals, std::vector<Literal>& out) {
  TextCells cells(literals[0].column);
  for (Literal& literal : literals) cells.Narrow(std::move(literal));
  return cells.Write(out);
}

}  // namespace backlinks::normalize
