// Boost.URL, compiled here: Debian 12 has its headers only.
#include "boost/url/src.hpp"  // IWYU pragma: keep
