// What a fuzzed function promised: when it does not hold, the program ends and
// the fuzzer keeps the input.
#ifndef BACKLINKS_TESTS_FUZZ_CHECK_H_
#define BACKLINKS_TESTS_FUZZ_CHECK_H_

#include <cstdio>
#include <cstdlib>

#define BACKLINKS_FUZZ_CHECK(condition)                                      \
  do {                                                                       \
    if (!(condition)) {                                                      \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, \
                   #condition);                                              \
      std::abort();                                                          \
    }                                                                        \
  } while (false)

#endif  // BACKLINKS_TESTS_FUZZ_CHECK_H_
