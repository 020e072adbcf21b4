#include "tests/support/random_source.h"

#include <cstdlib>
#include <string_view>

#include "fmt/core.h"

namespace backlinks::testing_support {

std::string RandomSource::HostileBytes(int max) {
  using std::string_view_literals::operator""sv;
  static constexpr std::string_view kPieces[] = {
      "\""sv, "\\"sv,   "'"sv,    "\0"sv,      ","sv,    "("sv,       ")"sv,
      "="sv,  "<>"sv,   "&"sv,    "#"sv,       "%"sv,    "%22"sv,     "+"sv,
      " "sv,  "\r\n"sv, ";"sv,    "&token="sv, "a"sv,    "word("sv,   "0"sv,
      "日"sv, "\xC3"sv, "\x80"sv, "\xFF"sv,    "\\\""sv, "\",x=\""sv, "?"sv};
  std::string bytes;
  const int64_t count = Below(max + 1);
  while (static_cast<int64_t>(bytes.size()) < count) bytes += Pick(kPieces);
  return bytes;
}

uint64_t PrintedSeed() {
  const char* const given = std::getenv("BACKLINKS_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device()();
  fmt::print("BACKLINKS_SEED={}\n", seed);
  return seed;
}

}  // namespace backlinks::testing_support
