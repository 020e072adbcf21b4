#include "service/validate/filter_reader.h"

#include <utility>

#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "service/common/column/column.h"
#include "service/validate/predicate_reader.h"
#include "service/validate/validator.h"

namespace backlinks::validate {
namespace {

using MaybeNode = std::optional<FilterNode>;

class FilterReader {
 public:
  FilterReader(FilterPlace place, std::string root, Violations& violations)
      : place_(place), root_(std::move(root)), violations_(violations) {}

  MaybeNode Read(const v1::Filter& filter, const std::string& path, int depth) {
    if (!Enter(path, depth)) return std::nullopt;
    switch (filter.expr_case()) {
      case v1::Filter::kAndGroup:
        return ReadGroup(FilterNode::Kind::kAnd, filter.and_group(), path,
                         "and_group", depth);
      case v1::Filter::kOrGroup:
        return ReadGroup(FilterNode::Kind::kOr, filter.or_group(), path,
                         "or_group", depth);
      case v1::Filter::kNotExpression:
        return ReadNot(filter.not_expression(), path, depth);
      case v1::Filter::kPredicate:
        return ReadPredicate(filter.predicate(), path + ".predicate");
      case v1::Filter::EXPR_NOT_SET:
        break;
    }
    violations_.Add(path,
                    "must set exactly one of predicate, and_group, or_group "
                    "and not_expression");
    return std::nullopt;
  }

 private:
  // Counts the node; reports once if there are too many.
  bool Enter(const std::string& path, int depth) {
    if (depth > kMaxFilterDepth) {
      violations_.Add(path,
                      fmt::format("is nested deeper than {}", kMaxFilterDepth));
      return false;
    }
    if (++nodes_ == kMaxFilterNodes + 1) {
      violations_.Add(root_,
                      fmt::format("has more than {} nodes", kMaxFilterNodes));
    }
    return nodes_ <= kMaxFilterNodes;
  }

  MaybeNode ReadGroup(FilterNode::Kind kind, const v1::FilterGroup& group,
                      const std::string& path, std::string_view field,
                      int depth) {
    if (group.filters().empty()) {
      violations_.Add(fmt::format("{}.{}", path, field), "is an empty group");
      return std::nullopt;
    }
    FilterNode node = {.kind = kind, .path = path};
    for (int i = 0; i < group.filters_size() && nodes_ <= kMaxFilterNodes;
         ++i) {
      MaybeNode child =
          Read(group.filters(i),
               fmt::format("{}.{}.filters[{}]", path, field, i), depth + 1);
      if (child) node.children.push_back(*std::move(child));
    }
    if (static_cast<int>(node.children.size()) < group.filters_size()) {
      return std::nullopt;
    }
    return node;
  }

  MaybeNode ReadNot(const v1::Filter& filter, const std::string& path,
                    int depth) {
    MaybeNode child = Read(filter, path + ".not_expression", depth + 1);
    if (!child) return std::nullopt;
    FilterNode node = {.kind = FilterNode::Kind::kNot, .path = path};
    node.children.push_back(*std::move(child));
    return node;
  }

  MaybeNode ReadPredicate(const v1::Predicate& predicate,
                          const std::string& path) {
    // The fields of the oneof are numbered like the columns.
    const auto number = static_cast<int>(predicate.column_case());
    if (number == v1::Predicate::COLUMN_NOT_SET) {
      violations_.Add(path, "must set exactly one column");
      return std::nullopt;
    }
    const Column& column = GetColumn(number);
    const std::string column_path = fmt::format("{}.{}", path, column.name);
    const bool allowed = CheckPlace(column, column_path);
    const auto* field = predicate.GetDescriptor()->FindFieldByNumber(number);
    std::optional<Matcher> matcher = ReadMatcher(
        column, predicate.GetReflection()->GetMessage(predicate, field),
        column_path, violations_);
    if (!matcher || !allowed) return std::nullopt;
    return FilterNode{.kind = FilterNode::Kind::kPredicate,
                      .path = column_path,
                      .column = number,
                      .matcher = *std::move(matcher)};
  }

  bool CheckPlace(const Column& column, const std::string& path) {
    const bool in_where = place_ == FilterPlace::kWhere;
    if (in_where ? column.in_where : column.in_having) return true;
    violations_.Add(path, fmt::format("{} may be used in {} only", column.name,
                                      in_where ? "having" : "where"));
    return false;
  }

  FilterPlace place_;
  std::string root_;
  Violations& violations_;
  int nodes_ = 0;
};

}  // namespace

MaybeNode ReadFilter(const v1::Filter& filter, FilterPlace place,
                     const std::string& path, Violations& violations) {
  const size_t size = filter.ByteSizeLong();
  if (size > kMaxFilterBytes) {
    violations.Add(path, fmt::format("has {} bytes; at most {} are allowed",
                                     size, kMaxFilterBytes));
    return std::nullopt;
  }
  return FilterReader(place, path, violations).Read(filter, path, 1);
}

}  // namespace backlinks::validate
