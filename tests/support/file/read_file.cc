#include "tests/support/file/read_file.h"

#include <fstream>
#include <iterator>

namespace backlinks::testing_file {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace backlinks::testing_file
