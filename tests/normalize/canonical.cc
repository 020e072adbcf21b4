#include "tests/normalize/canonical.h"

#include <optional>

#include "gtest/gtest.h"
#include "service/common/parse/filter_text.h"
#include "service/normalize/filter_writer.h"
#include "service/normalize/normalizer.h"
#include "service/validate/filter_reader.h"

namespace backlinks::normalize {

v1::Filter Parsed(const std::string& text) {
  auto filter = ParseFilterText(text);
  EXPECT_TRUE(filter.ok()) << text << ": " << filter.status();
  return filter.ok() ? *filter : v1::Filter();
}

FilterNode NodeOf(const v1::Filter& filter) {
  validate::Violations violations;
  std::optional<FilterNode> node = validate::ReadFilter(
      filter, validate::FilterPlace::kHaving, "filter", violations);
  for (const Violation& violation : violations.Take()) {
    ADD_FAILURE() << violation.path << ": " << violation.description;
  }
  return node.value_or(FilterNode{.kind = FilterNode::Kind::kAnd});
}

std::string CanonicalText(const v1::Filter& filter) {
  return FilterText(Normalize(NodeOf(filter)));
}

std::string CanonicalText(const std::string& text) {
  return CanonicalText(Parsed(text));
}

}  // namespace backlinks::normalize
