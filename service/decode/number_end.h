// Reads numbers in JSON's syntax.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_NUMBER_END_H_
#define BACKLINKS_SERVICE_DECODE_NUMBER_END_H_

#include <cstdint>

namespace backlinks::decode {

// Reads a number of at most 18 digits, without a fraction and an exponent, that
// ends before `end`. Moves `at` to the byte after it. Returns false, and moves
// nothing, if it is any other number.
bool ReadShortInt(const char*& at, const char* end, int64_t& value);

// Returns the byte after the number at `at`, or `end` if it may continue there.
// Returns null if it is not a number, or has an exponent of more than three
// digits, which parsers may refuse.
const char* FindNumberEnd(const char* at, const char* end);

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_NUMBER_END_H_
