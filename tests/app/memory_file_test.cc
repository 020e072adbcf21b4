#include "service/app/memory_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "gtest/gtest.h"
#include "tests/support/file/read_file.h"

namespace backlinks::app {
namespace {

using testing_file::ReadFile;

TEST(MemoryFile, IsReplacedUnderItsPath) {
  MemoryFile file;
  EXPECT_EQ(file.path(), "");
  ASSERT_TRUE(file.Replace("one").ok());
  const std::string path = file.path();
  EXPECT_EQ(ReadFile(path), "one");
  std::ifstream open_before(path, std::ios::binary);
  const auto time = std::filesystem::last_write_time(path);

  ASSERT_TRUE(file.Replace("another").ok());
  EXPECT_EQ(file.path(), path);
  EXPECT_EQ(ReadFile(path), "another");
  EXPECT_NE(std::filesystem::last_write_time(path), time);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(open_before), {}),
            "one");
}

}  // namespace
}  // namespace backlinks::app
