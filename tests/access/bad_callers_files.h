// Callers' files that are invalid, each with its error.
#ifndef BACKLINKS_TESTS_ACCESS_BAD_CALLERS_FILES_H_
#define BACKLINKS_TESTS_ACCESS_BAD_CALLERS_FILES_H_

#include <string>
#include <vector>

namespace backlinks::access::testing_access {

struct BadCallersFile {
  std::string text;
  std::string error;  // Without the file's name.
  // Whether the JSON schema rejects the file, too. It cannot compare callers,
  // and it does not see lines, tags and forms of YAML.
  bool schema_rejects = true;
};

std::vector<BadCallersFile> BadCallersFiles();

// Files that are valid.
std::vector<std::string> GoodCallersFiles();

}  // namespace backlinks::access::testing_access

#endif  // BACKLINKS_TESTS_ACCESS_BAD_CALLERS_FILES_H_
