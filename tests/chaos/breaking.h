// The ways an upstream can break, and a script that breaks so.
#ifndef BACKLINKS_TESTS_CHAOS_BREAKING_H_
#define BACKLINKS_TESTS_CHAOS_BREAKING_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "tests/chaos/cutting_upstream.h"
#include "tests/chaos/table.h"

namespace backlinks::chaos {

struct Break {
  const char* name;
  Framing framing;
  End end;

  bool is_silence() const { return end == End::kSilence; }
};

inline constexpr Break kBreaks[] = {
    {"Reset", Framing::kLength, End::kReset},
    {"CloseWithLength", Framing::kLength, End::kClose},
    {"CloseChunked", Framing::kChunked, End::kClose},
    {"CloseUnframed", Framing::kUnframed, End::kClose},
    {"Silence", Framing::kLength, End::kSilence},
};

std::ostream& operator<<(std::ostream& out, const Break& how);

// Targets that say where their first answer is cut: after so many bytes.
std::string TargetCutAt(size_t bytes);

// Answers out of a table of so many rows; breaks the first answer to each
// target where its name says.
Script BreakFirstAnswer(int64_t table_rows, const Break& how,
                        const std::string& coding = "");

// The whole answer that BreakFirstAnswer cuts.
std::string FirstAnswer(const std::vector<std::string>& columns, int64_t limit,
                        int64_t table_rows, const Break& how,
                        const std::string& coding = "");

// Flags for a server under such interruptions: its timeouts are short after
// silence, and otherwise long enough for busy machines.
std::vector<std::string> FlagsFor(const Break& how);

}  // namespace backlinks::chaos

#endif  // BACKLINKS_TESTS_CHAOS_BREAKING_H_
