#include "service/normalize/filter_shape.h"

#include <utility>
#include <variant>

#include "service/normalize/filter_writer.h"

namespace backlinks {
namespace {

constexpr const char* kText = "…";

void LoseTexts(FilterNode& filter) {
  for (FilterNode& child : filter.children) LoseTexts(child);
  if (auto* test = std::get_if<TextTest>(&filter.test)) test->value = kText;
  if (auto* test = std::get_if<TextSetTest>(&filter.test)) {
    test->values = {kText};
  }
}

}  // namespace

std::string FilterShape(FilterNode filter) {
  LoseTexts(filter);
  return FilterText(filter);
}

}  // namespace backlinks
