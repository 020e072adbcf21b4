// Reads the files that a test has written, or that a program writes for it.
#ifndef BACKLINKS_TESTS_SUPPORT_FILE_READ_FILE_H_
#define BACKLINKS_TESTS_SUPPORT_FILE_READ_FILE_H_

#include <string>

namespace backlinks::testing_file {

// Returns the whole file; empty if it cannot be read.
std::string ReadFile(const std::string& path);

}  // namespace backlinks::testing_file

#endif  // BACKLINKS_TESTS_SUPPORT_FILE_READ_FILE_H_
