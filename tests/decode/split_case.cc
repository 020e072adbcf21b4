#include "tests/decode/split_case.h"

#include <vector>

#include "tests/decode/recorder.h"

namespace backlinks::decode::decode_testing {

void CheckSplits(const SplitCase& c) {
  DecodeOptions options = AllOptions();
  c.change(options);
  const std::string_view document = c.document;
  const size_t size = document.size();
  ASSERT_EQ(Decode(document, options), c.outcome) << c.name;
  DecodeOptions parsed = options;
  parsed.scan_rows = false;
  ASSERT_EQ(Decode(document, parsed), c.outcome) << c.name << " by the parser";
  std::vector<std::string_view> bytes;
  for (size_t i = 0; i < size; ++i) bytes.push_back(document.substr(i, 1));
  ASSERT_EQ(Decode(bytes, options), c.outcome) << c.name << " byte by byte";
  for (size_t i = 0; i <= size; ++i) {
    ASSERT_EQ(Decode({document.substr(0, i), document.substr(i)}, options),
              c.outcome)
        << c.name << " at " << i;
  }
  constexpr size_t kShort = 60;
  for (size_t i = 0; i <= size && size <= kShort; ++i) {
    for (size_t j = i; j <= size; ++j) {
      ASSERT_EQ(Decode({document.substr(0, i), document.substr(i, j - i),
                        document.substr(j)},
                       options),
                c.outcome)
          << c.name << " at " << i << " and " << j;
    }
  }
}

std::string CaseName(const testing::TestParamInfo<SplitCase>& info) {
  return info.param.name;
}

std::string OneRow(std::string_view members) {
  return "{\"refpages\":[{" + std::string(members) + "}]}";
}

}  // namespace backlinks::decode::decode_testing
