// Where the sources lie: known to one translation unit alone, so that
// compilers' caches serve every checkout with all others.
#ifndef BACKLINKS_TESTS_SUPPORT_FILE_SOURCE_PATH_H_
#define BACKLINKS_TESTS_SUPPORT_FILE_SOURCE_PATH_H_

#include <string>
#include <string_view>

namespace backlinks::testing_file {

// `path` is relative to the root of the sources.
std::string SourcePath(std::string_view path);

}  // namespace backlinks::testing_file

#endif  // BACKLINKS_TESTS_SUPPORT_FILE_SOURCE_PATH_H_
