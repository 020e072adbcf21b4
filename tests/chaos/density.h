// How densely the grinds cut: everywhere in optimized builds, here and there
// in those for debuggers and sanitizers, which are many times slower.
#ifndef BACKLINKS_TESTS_CHAOS_DENSITY_H_
#define BACKLINKS_TESTS_CHAOS_DENSITY_H_

#include <cstddef>

namespace backlinks::chaos {

#ifdef NDEBUG
inline constexpr size_t kByteStep = 1;
inline constexpr size_t kRowStep = 1;
inline constexpr size_t kGzipStep = 50;
inline constexpr size_t kStreamsAtOnce = 100;
#else
inline constexpr size_t kByteStep = 7;
inline constexpr size_t kRowStep = 101;
inline constexpr size_t kGzipStep = 350;
inline constexpr size_t kStreamsAtOnce = 20;
#endif

}  // namespace backlinks::chaos

#endif  // BACKLINKS_TESTS_CHAOS_DENSITY_H_
