// A folder of files for one test, gone with it.
#ifndef BACKLINKS_TESTS_EMBEDDED_FILES_H_
#define BACKLINKS_TESTS_EMBEDDED_FILES_H_

#include <set>
#include <string>
#include <string_view>

#include "tests/support/file/temporary_folder.h"

namespace backlinks::embedded::testing_embedded {

enum class Compression { kNone, kGzip, kXz, kZstd, kBzip2 };

class Files {
 public:
  std::string path(std::string_view name) const { return folder_.path(name); }
  // Returns the path.
  std::string Write(std::string_view name, std::string_view text,
                    Compression compression = Compression::kNone) const;
  bool exists(std::string_view name) const;
  // Of all files in the folder.
  std::set<std::string> names() const;

 private:
  testing_file::TemporaryFolder folder_;
};

}  // namespace backlinks::embedded::testing_embedded

#endif  // BACKLINKS_TESTS_EMBEDDED_FILES_H_
