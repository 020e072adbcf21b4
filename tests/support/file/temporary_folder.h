// A folder of its own for a test, gone with it: tests run beside one another,
// each in a process of its own.
#ifndef BACKLINKS_TESTS_SUPPORT_FILE_TEMPORARY_FOLDER_H_
#define BACKLINKS_TESTS_SUPPORT_FILE_TEMPORARY_FOLDER_H_

#include <string>
#include <string_view>

namespace backlinks::testing_file {

class TemporaryFolder {
 public:
  // Ends the program where no folder can be made.
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string path(std::string_view name) const;
  // Returns the path of the file.
  std::string Write(std::string_view name, std::string_view text) const;

 private:
  std::string path_;
};

}  // namespace backlinks::testing_file

#endif  // BACKLINKS_TESTS_SUPPORT_FILE_TEMPORARY_FOLDER_H_
