// Any bytes as filter text: a filter, or an error with a position in the text.
// What validates has a canonical text that parses back to itself.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "service/common/parse/filter_text.h"
#include "service/common/status/status.h"
#include "service/normalize/filter_writer.h"
#include "service/normalize/normalizer.h"
#include "service/validate/filter_reader.h"
#include "tests/fuzz/check.h"

namespace backlinks {
namespace {

std::optional<std::string> CanonicalText(const v1::Filter& filter) {
  validate::Violations violations;
  const std::optional<FilterNode> node = validate::ReadFilter(
      filter, validate::FilterPlace::kHaving, "filter", violations);
  BACKLINKS_FUZZ_CHECK(node.has_value() == violations.empty());
  if (!node) return std::nullopt;
  const FilterNode normal = normalize::Normalize(*node);
  std::string text = normalize::FilterText(normal);
  BACKLINKS_FUZZ_CHECK(normalize::FilterText(normalize::Normalize(normal)) ==
                       text);
  return text;
}

void FuzzCanonicalText(const v1::Filter& filter) {
  const std::optional<std::string> text = CanonicalText(filter);
  if (!text) return;
  const auto again = ParseFilterText(*text);
  BACKLINKS_FUZZ_CHECK(again.ok());
  // Nothing: splitting ranges took the filter beyond a limit.
  const std::optional<std::string> same = CanonicalText(*again);
  BACKLINKS_FUZZ_CHECK(!same || same == text);
}

void FuzzParse(std::string_view text) {
  size_t position = 0;
  const auto filter = ParseFilterText(text, &position);
  if (filter.ok()) {
    BACKLINKS_FUZZ_CHECK(filter->expr_case() != v1::Filter::EXPR_NOT_SET);
    FuzzCanonicalText(*filter);
    return;
  }
  BACKLINKS_FUZZ_CHECK(GetReason(filter.status()) == Reason::kInvalidQuery);
  BACKLINKS_FUZZ_CHECK(filter.status().message().size() < 1024);
  BACKLINKS_FUZZ_CHECK(position >= 1 && position <= text.size() + 1);
}

}  // namespace
}  // namespace backlinks

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  backlinks::FuzzParse({reinterpret_cast<const char*>(data), size});
  return 0;
}
