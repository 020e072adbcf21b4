// Compiles Boost.URL: Debian 12 packages its headers only.
#include "boost/url/src.hpp"  // IWYU pragma: keep
