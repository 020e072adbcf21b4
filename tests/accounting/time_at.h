// Times of tests as text.
#ifndef BACKLINKS_TESTS_ACCOUNTING_TIME_AT_H_
#define BACKLINKS_TESTS_ACCOUNTING_TIME_AT_H_

#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace backlinks::accounting {

// Parses a time like "2026-03-01T00:00:00Z". Fails the test if it is not one.
inline absl::Time At(const std::string& text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr));
  return time;
}

}  // namespace backlinks::accounting

#endif  // BACKLINKS_TESTS_ACCOUNTING_TIME_AT_H_
