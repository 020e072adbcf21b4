#include "tests/support/file/source_path.h"

namespace backlinks::testing_file {

std::string SourcePath(std::string_view path) {
  return std::string(BACKLINKS_SOURCE_DIR "/").append(path);
}

}  // namespace backlinks::testing_file
