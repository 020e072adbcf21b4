// The nodes of a compiled filter.
#ifndef BACKLINKS_SERVICE_EVALUATE_NODES_H_
#define BACKLINKS_SERVICE_EVALUATE_NODES_H_

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "service/evaluate/row_filter.h"

namespace backlinks::evaluate {

using RowFilters = std::vector<std::unique_ptr<RowFilter>>;

class AndFilter final : public RowFilter {
 public:
  explicit AndFilter(RowFilters children) : children_(std::move(children)) {}
  bool Holds(const Row& row) const override {
    return std::all_of(children_.begin(), children_.end(),
                       [&row](const auto& child) { return child->Holds(row); });
  }

 private:
  RowFilters children_;
};

class OrFilter final : public RowFilter {
 public:
  explicit OrFilter(RowFilters children) : children_(std::move(children)) {}
  bool Holds(const Row& row) const override {
    return std::any_of(children_.begin(), children_.end(),
                       [&row](const auto& child) { return child->Holds(row); });
  }

 private:
  RowFilters children_;
};

class NotFilter final : public RowFilter {
 public:
  explicit NotFilter(std::unique_ptr<RowFilter> child)
      : child_(std::move(child)) {}
  bool Holds(const Row& row) const override { return !child_->Holds(row); }

 private:
  std::unique_ptr<RowFilter> child_;
};

class UnsetFilter final : public RowFilter {
 public:
  explicit UnsetFilter(int column) : column_(column) {}
  bool Holds(const Row& row) const override { return !row.has(column_); }

 private:
  int column_;
};

// Matches one cell. `kRead` is the accessor of Row that returns what
// `CellMatcher` expects.
template <auto kRead, typename CellMatcher>
class CellFilter final : public RowFilter {
 public:
  CellFilter(int column, CellMatcher matcher)
      : column_(column), matcher_(std::move(matcher)) {}
  bool Holds(const Row& row) const override {
    return row.has(column_) && matcher_((row.*kRead)(column_));
  }

 private:
  int column_;
  CellMatcher matcher_;
};

}  // namespace backlinks::evaluate

#endif  // BACKLINKS_SERVICE_EVALUATE_NODES_H_
