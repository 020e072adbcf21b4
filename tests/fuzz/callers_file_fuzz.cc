// Any bytes as a callers' file: callers within the limits, or an error in one
// short line that has the file and the line.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "re2/re2.h"
#include "service/access/callers_file.h"
#include "tests/fuzz/check.h"

namespace backlinks::access {
namespace {

void CheckError(std::string_view text, const std::string& message) {
  static const RE2* const form = new RE2("f:([0-9]+): [ -~]{1,400}");
  int64_t line = 0;
  BACKLINKS_FUZZ_CHECK(RE2::FullMatch(message, *form, &line));
  const auto lines = std::count_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
  BACKLINKS_FUZZ_CHECK(line >= 1 && line <= lines + 1);
}

void CheckEntry(const CallerEntry& entry) {
  for (const auto& limit :
       {entry.limits.streams, entry.limits.calls_per_minute}) {
    BACKLINKS_FUZZ_CHECK(!limit || (*limit >= 1 && *limit <= 1'000'000));
  }
  BACKLINKS_FUZZ_CHECK(entry.caller.default_max_price.value_or(1) > 0);
}

void FuzzCallersFile(std::string_view text) {
  const auto file = ParseCallersFile("f", text);
  if (!file.ok()) {
    return CheckError(text, std::string(file.status().message()));
  }
  for (const CallerEntry& entry : file->callers) {
    CheckEntry(entry);
    BACKLINKS_FUZZ_CHECK(!entry.caller.name.empty());
    BACKLINKS_FUZZ_CHECK(!entry.keys.empty() || !entry.certificates.empty());
  }
  if (file->anonymous) CheckEntry(*file->anonymous);
}

}  // namespace
}  // namespace backlinks::access

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  backlinks::access::FuzzCallersFile(
      {reinterpret_cast<const char*>(data), size});
  return 0;
}
