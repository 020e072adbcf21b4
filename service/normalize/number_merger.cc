#include <limits>
#include <optional>
#include <utility>

#include "absl/numeric/int128.h"
#include "service/common/column/column.h"
#include "service/normalize/literal_merger.h"
#include "service/normalize/sorted_set.h"

namespace backlinks::normalize {
namespace {

using absl::int128;
using Numbers = std::vector<int64_t>;

constexpr int64_t kNanosPerSecond = 1'000'000'000;

// The coordinate of a bound on the column's axis: whole numbers as they are,
// times in nanoseconds, for which 64 bits are not enough.
int128 PointOf(int64_t number) { return number; }
int128 PointOf(const Time& time) {
  return int128(time.seconds) * kNanosPerSecond + time.nanos;
}

Time TimeAt(int128 point) {
  int128 seconds = point / kNanosPerSecond;
  int128 nanos = point % kNanosPerSecond;
  if (nanos < 0) {
    seconds -= 1;
    nanos += kNanosPerSecond;
  }
  return {static_cast<int64_t>(seconds), static_cast<int32_t>(nanos)};
}

// The set of cells of one column that pass: [start, end), reduced to some
// values or by some values, with or without the absent cell.
class NumberCells {
 public:
  NumberCells(int column, ColumnType type)
      : column_(column),
        type_(type),
        min_(type == ColumnType::kTimestamp
                 ? absl::Int128Min()
                 : int128(std::numeric_limits<int64_t>::min())),
        beyond_(type == ColumnType::kTimestamp
                    ? absl::Int128Max()
                    : int128(std::numeric_limits<int64_t>::max()) + 1),
        start_(min_),
        end_(beyond_) {}

  void Narrow(const Literal& literal) {
    const bool negated = literal.negated;
    if (std::holds_alternative<UnsetMatcher>(literal.matcher)) {
      (negated ? absent_ : present_) = false;
      return;
    }
    if (!negated) absent_ = false;
    if (const auto* set = std::get_if<NumberSetMatcher>(&literal.matcher)) {
      NarrowToSet(set->values, negated);
    } else if (const auto* set =
                   std::get_if<LinkTypeMatcher>(&literal.matcher)) {
      NarrowToSet({set->values.begin(), set->values.end()}, negated);
    } else if (const auto* range =
                   std::get_if<NumberRangeMatcher>(&literal.matcher)) {
      NarrowToRange(*range, negated);
    } else {
      NarrowToRange(std::get<TimeRangeMatcher>(literal.matcher), negated);
    }
  }

  // Returns false if none passes.
  bool Write(std::vector<Literal>& out) {
    only_ ? TrimSet() : TrimRange();
    if (!present_) {
      if (absent_) Add(false, UnsetMatcher{}, out);
      return absent_;
    }
    if (only_) {
      AddSet(*only_, false, out);
      return true;
    }
    if (start_ > min_) absent_ ? AddEnd(start_, out) : AddStart(start_, out);
    if (end_ < beyond_) absent_ ? AddStart(end_, out) : AddEnd(end_, out);
    if (!absent_ && start_ == min_ && end_ == beyond_) {
      Add(true, UnsetMatcher{}, out);
    }
    AddSet(except_, true, out);
    return true;
  }

 private:
  void NarrowToSet(Numbers values, bool negated) {
    if (negated) {
      except_.insert(except_.end(), values.begin(), values.end());
      return;
    }
    SortUnique(values);
    only_ = only_ ? Intersection(*only_, values) : std::move(values);
  }

  // Applies a range of one bound. A value not at or above a start is below it.
  template <typename Range>
  void NarrowToRange(const Range& range, bool negated) {
    const int128 bound = PointOf(range.start ? *range.start : *range.end);
    if (range.start.has_value() != negated) {
      start_ = std::max(start_, bound);
    } else {
      end_ = std::min(end_, bound);
    }
  }

  void TrimSet() {
    SortUnique(except_);
    only_ = Difference(*only_, except_);
    const auto is_outside = [this](int64_t value) {
      return value < start_ || value >= end_;
    };
    only_->erase(std::remove_if(only_->begin(), only_->end(), is_outside),
                 only_->end());
    if (only_->empty()) present_ = false;
  }

  // Exceptions at a bound move the bound; those beyond it are redundant.
  void TrimRange() {
    SortUnique(except_);
    auto first = std::lower_bound(except_.begin(), except_.end(), start_);
    auto last = std::lower_bound(first, except_.end(), end_);
    if (start_ > min_) {
      for (; first != last && *first == start_; ++first) start_ += 1;
    }
    if (end_ < beyond_) {
      for (; first != last && *(last - 1) == end_ - 1; --last) end_ -= 1;
    }
    except_ = Numbers(first, last);
    if (start_ >= end_) present_ = false;
    const bool is_one = start_ > min_ && end_ < beyond_ && end_ == start_ + 1;
    if (is_one && !absent_ && type_ == ColumnType::kInt64) {
      only_ = Numbers{static_cast<int64_t>(start_)};
    }
  }

  void Add(bool negated, Matcher matcher, std::vector<Literal>& out) const {
    out.push_back({column_, negated, std::move(matcher)});
  }

  // Adds the start. If absent cells pass as well, it is written as NOT of the
  // opposite range.
  void AddStart(int128 point, std::vector<Literal>& out) const {
    if (type_ == ColumnType::kTimestamp) {
      return Add(absent_, TimeRangeMatcher{.start = TimeAt(point)}, out);
    }
    Add(absent_, NumberRangeMatcher{.start = static_cast<int64_t>(point)}, out);
  }
  void AddEnd(int128 point, std::vector<Literal>& out) const {
    if (type_ == ColumnType::kTimestamp) {
      return Add(absent_, TimeRangeMatcher{.end = TimeAt(point)}, out);
    }
    Add(absent_, NumberRangeMatcher{.end = static_cast<int64_t>(point)}, out);
  }

  void AddSet(const Numbers& values, bool negated,
              std::vector<Literal>& out) const {
    if (type_ == ColumnType::kLinkType) {
      std::vector<v1::LinkType> types;
      for (const int64_t value : values) {
        types.push_back(static_cast<v1::LinkType>(value));
      }
      return negated ? AppendExclusions(column_, types, LinkTypeMatcher{}, out)
                     : Add(false, LinkTypeMatcher{std::move(types)}, out);
    }
    negated ? AppendExclusions(column_, values, NumberSetMatcher{}, out)
            : Add(false, NumberSetMatcher{values}, out);
  }

  int column_;
  ColumnType type_;
  int128 min_;     // Means no bound.
  int128 beyond_;  // Means no bound.
  int128 start_;
  int128 end_;
  bool absent_ = true;   // An absent cell passes.
  bool present_ = true;  // Any other cell may pass.
  std::optional<Numbers> only_;
  Numbers except_;
};

}  // namespace

bool MergeNumbers(const std::vector<Literal>& literals,
                  std::vector<Literal>& out) {
  const int column = literals[0].column;
  NumberCells cells(column, GetColumn(column).type);
  for (const Literal& literal : literals) cells.Narrow(literal);
  return cells.Write(out);
}

}  // namespace backlinks::normalize
