// A document and what must come of it, in whatever pieces it arrives.
#ifndef BACKLINKS_TESTS_DECODE_SPLIT_CASE_H_
#define BACKLINKS_TESTS_DECODE_SPLIT_CASE_H_

#include <ostream>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "service/decode/page_decoder.h"

namespace backlinks::decode::decode_testing {

struct SplitCase {
  std::string name;
  std::string document;
  std::string outcome;
  void (*change)(DecodeOptions& options) = [](DecodeOptions&) {};

  friend void PrintTo(const SplitCase& c, std::ostream* out) {
    *out << c.document;
  }
};

// Whole, by the parser alone, byte by byte, at every split in two, and if it is
// short in three.
void CheckSplits(const SplitCase& c);

std::string CaseName(const testing::TestParamInfo<SplitCase>& info);

// A document of one row with these members.
std::string OneRow(std::string_view members);

}  // namespace backlinks::decode::decode_testing

#endif  // BACKLINKS_TESTS_DECODE_SPLIT_CASE_H_
