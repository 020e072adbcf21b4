#include "service/normalize/filter_shape.h"

#include <utility>
#include <variant>

#include "service/normalize/filter_writer.h"

namespace backlinks::normalize {
namespace {

constexpr const char* kText = "…";

void LoseTexts(FilterNode& filter) {
  for (FilterNode& child : filter.children) LoseTexts(child);
  if (auto* matcher = std::get_if<TextMatcher>(&filter.matcher))
    matcher->value = kText;
  if (auto* matcher = std::get_if<TextSetMatcher>(&filter.matcher)) {
    matcher->values = {kText};
  }
}

}  // namespace

std::string FilterShape(FilterNode filter) {
  LoseTexts(filter);
  return FilterText(filter);
}

}  // namespace backlinks::normalize
