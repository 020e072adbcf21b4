// Any bytes as filter text: a filter, or an error with a position in the text.
#include <cstdint>
#include <string_view>

#include "service/parse/filter_text.h"
#include "service/status/status.h"
#include "tests/fuzz/check.h"

namespace backlinks {
namespace {

void FuzzParse(std::string_view text) {
  size_t position = 0;
  const auto filter = ParseFilterText(text, &position);
  if (filter.ok()) {
    BACKLINKS_FUZZ_CHECK(filter->expr_case() != v1::Filter::EXPR_NOT_SET);
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
