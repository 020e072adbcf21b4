// Any bytes as a condition for the embedded upstream, of API v2 or v3: an
// error, or SQL that SQLite runs. The first byte chooses the parameter.
#include <cstdint>
#include <string>
#include <string_view>

#include "service/embedded/ahrefs_v2/condition.h"
#include "service/embedded/ahrefs_v3/filter.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/row_table.h"

namespace backlinks::fuzz {
namespace {

// An error is sent in a response: in a header and in a JSON document.
constexpr size_t kMaxErrorBytes = 200 << 10;

void CheckError(const absl::Status& status) {
  BACKLINKS_FUZZ_CHECK(absl::IsInvalidArgument(status));
  BACKLINKS_FUZZ_CHECK(!status.message().empty());
  BACKLINKS_FUZZ_CHECK(status.message().size() < kMaxErrorBytes);
}

void FuzzV2(std::string_view clause, std::string_view text) {
  static RowTable table(false);
  const auto condition = embedded::ahrefs_v2::ParseV2Condition(clause, text);
  if (!condition.ok()) return CheckError(condition.status());
  if (!condition->sql.empty()) table.Select(*condition);
}

// The opposite of a filter selects exactly the other rows. Close to the limit
// of nesting it may be rejected.
void FuzzV3(std::string_view json) {
  static RowTable table(true);
  const auto filter = embedded::ahrefs_v3::ParseV3Filter(json);
  if (!filter.ok()) return CheckError(filter.status());
  Passed passed = table.Select(filter->condition);
  const auto opposite =
      embedded::ahrefs_v3::ParseV3Filter("{\"not\":" + std::string(json) + "}");
  if (!opposite.ok()) return CheckError(opposite.status());
  passed.flip();
  BACKLINKS_FUZZ_CHECK(table.Select(opposite->condition) == passed);
}

void FuzzCondition(char kind, std::string_view text) {
  switch (kind) {
    case 'w':
      return FuzzV2("where", text);
    case 'h':
      return FuzzV2("having", text);
    default:
      return FuzzV3(text);
  }
}

}  // namespace
}  // namespace backlinks::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (!input.empty()) {
    backlinks::fuzz::FuzzCondition(input.front(), input.substr(1));
  }
  return 0;
}
