// Compiles Boost.URL: Debian 12 packages its headers only. Its sources are not
// for the static analyzer.
#ifndef __clang_analyzer__
#include "boost/url/src.hpp"  // IWYU pragma: keep
#endif
