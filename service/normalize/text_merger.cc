#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "service/normalize/literal_merger.h"
#include "service/normalize/sorted_set.h"

namespace backlinks {
namespace {

using Texts = std::vector<std::string>;

// The cells of one column that pass. Sets compared by bytes are merged
// exactly; with ignore_case only what holds whatever the values fold to.
class TextCells {
 public:
  explicit TextCells(int column) : column_(column) {}

  void Narrow(Literal literal) {
    const bool negated = literal.negated;
    if (std::holds_alternative<UnsetTest>(literal.test)) {
      (negated ? absent_ : present_) = false;
      return;
    }
    if (!negated) absent_ = false;
    if (auto* set = std::get_if<TextSetTest>(&literal.test)) {
      NarrowToSet(std::move(*set), negated);
    } else {
      auto& test = std::get<TextTest>(literal.test);
      (negated ? failing_ : passing_)[Key(test)] = std::move(test);
    }
  }

  // False: none passes.
  bool Write(std::vector<Literal>& out) {
    Trim();
    if (!present_) {
      if (absent_) Add(false, UnsetTest{}, out);
      return absent_;
    }
    const bool has_positive =
        only_ || !only_folded_.empty() || !passing_.empty();
    if (!absent_ && !has_positive) Add(true, UnsetTest{}, out);
    if (only_) Add(false, TextSetTest{*only_}, out);
    for (const Texts& values : only_folded_) {
      Add(false, TextSetTest{values, true}, out);
    }
    AppendExclusions(column_, except_, TextSetTest{}, out);
    AppendExclusions(column_, except_folded_,
                     TextSetTest{.values = {}, .ignore_case = true}, out);
    for (auto& [key, test] : passing_) Add(false, std::move(test), out);
    for (auto& [key, test] : failing_) Add(true, std::move(test), out);
    return true;
  }

 private:
  // Operator, value, ignore_case: what makes two tests the same.
  using TestKey = std::tuple<TextOperator, std::string, bool>;
  using Tests = std::map<TestKey, TextTest>;

  static TestKey Key(const TextTest& test) {
    return {test.op, test.value, test.ignore_case};
  }

  void NarrowToSet(TextSetTest set, bool negated) {
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
    for (const auto& [key, test] : passing_) {
      if (failing_.count(key) > 0) present_ = false;
    }
  }

  void Add(bool negated, Test test, std::vector<Literal>& out) const {
    out.push_back({column_, negated, std::move(test)});
  }

  int column_;
  bool absent_ = true;   // An absent cell passes.
  bool present_ = true;  // Any other may.
  std::optional<Texts> only_;
  std::vector<Texts> only_folded_;
  Texts except_;
  Texts except_folded_;
  Tests passing_;
  Tests failing_;
};

}  // namespace

bool MergeTexts(std::vector<Literal> literals, std::vector<Literal>& out) {
  TextCells cells(literals[0].column);
  for (Literal& literal : literals) cells.Narrow(std::move(literal));
  return cells.Write(out);
}

}  // namespace backlinks
